// Quotations as selectors, and selectors as marks on a text.
import type { LinkView, TextPage } from "../../../ipc";
import { selectorOf, spotOf, type Selector } from "../../../state/selector";
import type { Painted } from "../lines";
import { sliceChars, spanOf, type Span } from "../offsets";

/** The selector of a stretch of a page; page 0 is an item without pages. */
export const quoteAt = (page: TextPage, span: Span): Selector =>
  selectorOf({ kind: "quote", page: page.page || undefined, start: span.start, exact: sliceChars(page.text, span.start, span.end) });

/** Where on this page a selector's quotation stands. */
export function quoteSpan(page: TextPage, at: Selector): Span | undefined {
  const spot = spotOf(at);
  if (spot.kind !== "quote" || (spot.page ?? page.page) !== page.page) return undefined;
  return spanOf(page.text, spot.exact, spot.start);
}

/** Linked quotations, and the one that is looked at. */
export function quoteMarks(page: TextPage, links: readonly LinkView[], selection: Selector | undefined): Painted[] {
  const marks: Painted[] = [];
  const now = selection === undefined ? undefined : quoteSpan(page, selection);
  if (now) marks.push({ ...now, kind: "now" });
  for (const link of links) {
    const span = quoteSpan(page, link.at);
    if (span) marks.push({ ...span, kind: "link", label: link.claim });
  }
  return marks;
}
