// Numbers, sizes, dates and durations as the spoken language writes them. Times are never guessed: a moment says its own zone.

import type { Moment } from "../ipc/views";
import { speaking } from "./language.svelte";
import { t } from "./index.svelte";

const locale = () => (speaking.now === "en" ? "en-GB" : speaking.now);

const numberFormats = new Map<string, Intl.NumberFormat>();
function numbers(digits: number): Intl.NumberFormat {
  const key = `${speaking.now} ${digits}`;
  let format = numberFormats.get(key);
  if (!format) numberFormats.set(key, (format = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })));
  return format;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dates(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${speaking.now} ${name}`;
  let format = dateFormats.get(key);
  if (!format) dateFormats.set(key, (format = new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...options })));
  return format;
}

export const count = (n: number) => numbers(0).format(n);
export const decimal = (n: number, digits = 1) => numbers(digits).format(n);
export const percent = (part: number) => `${numbers(0).format(Math.floor(part * 100))} %`;

/** Bytes in units of 1,000, as disks are sold and files are listed. */
export function size(bytes: number): string {
  const units = t.parts.byteUnits;
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${numbers(unit === 0 || value >= 100 ? 0 : 1).format(value)} ${units[unit] ?? ""}`;
}

/** `0:47`, `2:14:05`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A day such as `14 March 2023` from RFC 3339 or `YYYY-MM-DD`. What is no date comes back as it is. */
export function day(text: string, style: "long" | "short" | "weekday" = "long"): string {
  const instant = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(instant)) return text;
  const month = style === "short" ? "short" : "long";
  const format = dates(style, { day: "numeric", month, year: "numeric", ...(style === "weekday" ? { weekday: "long" } : {}) });
  return format.format(instant).replace(/\sг\.$|\sр\.$/u, "").replace(/^(\p{L}+),\s/u, "$1 ").replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase());
}

/** `18:04` of an instant, in UTC. */
export function clock(text: string): string {
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? text : dates("clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);
}

/** An instant of the custody log: day, time and the word UTC. */
export const instant = (text: string) => `${day(text, "short")}, ${clock(text)} UTC`;

/** The clock of the original: its own digits where it writes a date first, else the wall clock read from it, else its instant. */
export function wallOf(moment: Moment): string | undefined {
  const own = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?/u.exec(moment.raw)?.[0];
  if (own) return `${own.replace(" ", "T")}${own.length === 16 ? ":00" : ""}Z`;
  if (moment.wall != null) return new Date(moment.wall).toISOString();
  return moment.utc ?? undefined;
}

/** A moment as people read it: the original time first; its zone is said by [`zoneOf`]. */
export function moment(of: Moment): string {
  const wall = wallOf(of);
  return wall ? `${day(wall, "short")}, ${clock(wall)}` : of.raw;
}

/** Whether the zone of a moment is stated, assumed or unknown. */
export const zoneOf = (of: Moment) => t.parts.zone[of.zone];
