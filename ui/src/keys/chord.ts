// How a key press is named: "Ctrl+K", "Shift+ArrowDown", "F6", "L", "?".

export type Handlers = Readonly<Record<string, (event: KeyboardEvent) => void | boolean>>;
export const readonly = (handlers: Handlers): Handlers => Object.freeze({ ...handlers });

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The chord's name, or nothing while only modifiers are down. Command counts as Ctrl. */
export function chord(press: Press): string | undefined {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead"].includes(press.key)) return undefined;
  const key = keyName(press);
  // Shift is part of how "?" is typed; it is named only with letters under Ctrl and with keys that draw nothing.
  const shift = press.shiftKey && (key.length > 1 || /^[A-Z]$/u.test(key));
  return [(press.ctrlKey || press.metaKey) && "Ctrl", press.altKey && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

function keyName({ key, code }: Press): string {
  if (key.length > 1) return key;
  if (key === " ") return "Space";
  if (/^[a-z]$/iu.test(key)) return key.toUpperCase();
  if (/^\p{L}$/u.test(key)) return /^Key([A-Z])$/u.exec(code)?.[1] ?? key.toUpperCase();
  return key;
}

/** A letter or sign alone: it would be typed in a text field. */
export const isBareLetter = (name: string): boolean => [...name].length === 1;

/** Whether what has the focus takes text. */
export function isTyping(target: EventTarget | null): boolean {
  if (typeof HTMLElement === "undefined" || !(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

const SIGNS: Record<string, string> = {
  ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Enter: "⏎", Shift: "⇧", Escape: "Esc",
};

/** A chord as it is printed on a button: `Ctrl ⇧ L`. */
export const printed = (name: string): string => name.split("+").map((part) => SIGNS[part] ?? part).join(" ");
