// From a selection on the page to a stretch of text: elements that hold text carry data-start, where they begin in characters.
import { charsOf, type Span } from "../offsets";

/** The stretch selected inside `root`, or nothing. */
export function selectedSpan(root: HTMLElement): Span | undefined {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(root)) return undefined;
  const start = root.contains(range.startContainer) ? placeOf(root, range.startContainer, range.startOffset) : edge(root, "first");
  const end = root.contains(range.endContainer) ? placeOf(root, range.endContainer, range.endOffset) : edge(root, "last");
  return start !== undefined && end !== undefined && end > start ? { start, end } : undefined;
}

const HOLDER = "[data-start]";

function placeOf(root: HTMLElement, node: Node, offset: number): number | undefined {
  const holder = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(HOLDER);
  if (holder && root.contains(holder)) return startOf(holder) + charsBefore(holder, node, offset);
  return between(root, node, offset);
}

/** A point between holders, as when a drag ends in the margin: the end of the last holder before it. */
function between(root: HTMLElement, node: Node, offset: number): number | undefined {
  const point = document.createRange();
  point.setStart(node, offset);
  let last: HTMLElement | undefined;
  for (const holder of root.querySelectorAll<HTMLElement>(HOLDER)) {
    const range = document.createRange();
    range.selectNodeContents(holder);
    if (range.compareBoundaryPoints(Range.START_TO_START, point) >= 0) break;
    last = holder;
  }
  return last ? startOf(last) + charsOf(last.textContent ?? "") : edge(root, "first");
}

function charsBefore(holder: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.selectNodeContents(holder);
  range.setEnd(node, offset);
  return charsOf(range.toString());
}

function edge(root: HTMLElement, which: "first" | "last"): number | undefined {
  const all = root.querySelectorAll<HTMLElement>(HOLDER);
  const holder = all[which === "first" ? 0 : all.length - 1];
  return holder && startOf(holder) + (which === "first" ? 0 : charsOf(holder.textContent ?? ""));
}

const startOf = (holder: HTMLElement) => Number(holder.dataset["start"]);
