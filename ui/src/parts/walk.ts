// Moving the focus with the arrow keys among like things.

/** What an arrow key does in a list of `length` standing at `at` (−1: nowhere); undefined for other keys. */
export function step(key: string, at: number, length: number): number | undefined {
  if (length === 0) return undefined;
  switch (key) {
    case "ArrowDown": return Math.min(at + 1, length - 1);
    case "ArrowUp": return Math.max(at - 1, 0);
    case "Home": return 0;
    case "End": return length - 1;
    case "PageDown": return Math.min(Math.max(at, 0) + 10, length - 1);
    case "PageUp": return Math.max(at - 10, 0);
    default: return undefined;
  }
}

/** Handles a keydown of a list: moves the focus among the elements that match. Text fields keep their keys. */
export function walk(event: KeyboardEvent & { currentTarget: HTMLElement }, selector: string): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const next = step(event.key, all.indexOf(document.activeElement as HTMLElement), all.length);
  if (next === undefined) return;
  event.preventDefault();
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: "nearest" });
}
