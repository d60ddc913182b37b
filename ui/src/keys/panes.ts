// Walking through panes: F6 goes to the next, Ctrl 1–4 to one by number. Panes are the elements with data-pane, in page order
// (the rail first). A hidden pane (one at a time in small windows) is brought forward by taking the focus.

const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-pane]")];

/** Gives the focus to the pane after (or before) the one that has it. */
export function nextPane(by: 1 | -1): void {
  const panes = all();
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length];
  if (next) enter(next);
}

/** Gives the focus to a pane by its place, from 1; false when there is none. */
export function paneAt(place: number): boolean {
  const pane = all()[place - 1];
  if (pane) enter(pane);
  return pane !== undefined;
}

function enter(pane: HTMLElement): void {
  pane.dispatchEvent(new Event("focusin", { bubbles: false }));
  requestAnimationFrame(() => {
    const goal = pane.querySelector<HTMLElement>("[aria-selected='true'], [aria-current]:is(a, button), [data-row]");
    (goal ?? pane).focus();
  });
}
