// Where dialogs live: beside the frame, not inside the pane that asked for them. While one stands there, what it covers is inert.

let standing = 0;

/** Attachment: moves the element into the layer and makes the covered parts of the frame inert until it goes. */
export function toLayer(element: HTMLElement): () => void {
  const layer = document.querySelector("[data-layer]") ?? document.body;
  layer.append(element);
  cover(1);
  return () => {
    element.remove();
    cover(-1);
  };
}

function cover(by: 1 | -1): void {
  standing += by;
  for (const part of document.querySelectorAll<HTMLElement>("[data-covered]")) part.inert = standing > 0;
}
