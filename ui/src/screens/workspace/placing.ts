// Where the linker stands: under what is selected where there is room, above it, else in the lower right corner of the window.
// Never over the bar, which holds Lock now and Hold to wipe.

const GAP = 10;
const MARGIN = 8;

export type Rect = { left: number; top: number; right: number; bottom: number };

/** Left upper corner for a box of this size. `low`: the window is so low that it always docks. */
export function placed(box: { width: number; height: number }, selected: Rect | undefined, room: Rect, low: boolean): { left: number; top: number } {
  const docked = { left: room.right - box.width - MARGIN, top: Math.max(room.top + MARGIN, room.bottom - box.height - MARGIN) };
  if (!selected || low) return docked;
  const left = Math.min(Math.max(selected.right - box.width - MARGIN * 2, room.left + MARGIN), room.right - box.width - MARGIN);
  if (selected.bottom >= room.top && selected.bottom + GAP + box.height + MARGIN <= room.bottom) return { left, top: selected.bottom + GAP };
  if (selected.top <= room.bottom && selected.top - GAP - box.height - MARGIN >= room.top) return { left, top: selected.top - GAP - box.height };
  return docked;
}

/** Places the element by what is marked `data-selected` on the page. */
export function spotBelow(element: HTMLElement): void {
  const bar = document.querySelector("header")?.getBoundingClientRect().bottom ?? 44;
  const foot = document.querySelector("footer")?.getBoundingClientRect();
  const room = { left: 0, right: window.innerWidth, top: bar, bottom: foot && foot.height > 0 ? foot.top : window.innerHeight };
  const marks = [...document.querySelectorAll("[data-selected]")].map((mark) => mark.getBoundingClientRect());
  const first = marks[0];
  const selected = first && { left: first.left, top: first.top, right: Math.max(...marks.map((mark) => mark.right)), bottom: Math.max(...marks.map((mark) => mark.bottom)) };
  const box = element.getBoundingClientRect();
  const low = window.innerHeight <= 720 || window.innerWidth <= 900;
  const { left, top } = placed({ width: box.width, height: box.height }, selected, room, low);
  element.style.setProperty("left", `${Math.round(Math.max(MARGIN, left))}px`);
  element.style.setProperty("top", `${Math.round(Math.max(bar + MARGIN, top))}px`);
}
