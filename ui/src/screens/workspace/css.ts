// The page's policy knows no inline styles: places and sizes are set on the element itself.
import type { Attachment } from "svelte/attachments";

/** Sets properties of an element, and sets them anew when they change. */
export const css = (properties: Readonly<Record<string, string>>): Attachment<HTMLElement> => (element) => {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
};
