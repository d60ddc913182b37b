// Selectors in words: `message=12-20` is "messages 12–20". Every quotation carries one.
import { spotOf, type Selector } from "../state/selector";
import { count, duration } from "./format.svelte";
import { t } from "./index.svelte";

/** Where in an item this is. */
export function placeOf(selector: Selector): string {
  const spot = spotOf(selector);
  switch (spot.kind) {
    case "whole": return t.place.whole;
    case "messages": return spot.from === spot.to ? t.place.message(count(spot.from)) : t.place.messages(count(spot.from), count(spot.to));
    case "page": return spot.box ? t.place.regionOfPage(count(spot.page)) : t.place.page(count(spot.page));
    case "image": return t.place.region;
    case "time": return `${duration(spot.from)}–${duration(spot.to)}`;
    case "quote": return spot.page ? t.place.quoteOfPage(count(spot.page)) : t.place.quote;
  }
}
