// How long guessing takes, in words that do not pretend to be exact: one significant digit.
import { decimal } from "../../words/format.svelte";
import { speaking } from "../../words/language.svelte";
import { t } from "../../words/index.svelte";

const YEAR = Math.log10(365.25 * 86_400);

/** The figure with one significant digit: 437 becomes 400. */
export function rough(n: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  return Math.max(1, Math.round(n / unit) * unit);
}

/** Words for 10^`seconds_log10` seconds. */
export function timeToGuess(secondsLog10: number): string {
  const words = t.door.toGuess;
  const seconds = 10 ** Math.min(secondsLog10, 18);
  if (seconds < 60) return words.atOnce;
  if (seconds < 3600) return words.minutes(rough(seconds / 60));
  if (seconds < 86_400) return words.hours(rough(seconds / 3600));
  if (secondsLog10 < YEAR) return words.days(rough(seconds / 86_400));
  const yearsLog10 = secondsLog10 - YEAR;
  if (yearsLog10 >= 9.7) return words.beyond;
  const years = rough(10 ** yearsLog10);
  if (years < 1_000_000) return words.years(years);
  return words.millions(new Intl.NumberFormat(speaking.now, { notation: "compact", compactDisplay: "long" }).format(years) || decimal(years, 0));
}
