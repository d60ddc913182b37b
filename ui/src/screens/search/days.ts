// Days as people type them: 14.03.2023, 14/3/2023, 2023-03-14, 03.2023, 2023.

export type Day = { iso: string } | { nearest: string } | "empty" | "not-a-day";

const two = (n: number) => String(n).padStart(2, "0");
const lastOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Reads a typed day. A month or a year alone means its first day, or its last when `end`. A day that is not in the calendar names the nearest that is. */
export function readDay(text: string, end = false): Day {
  const typed = text.trim();
  if (!typed) return "empty";
  const numbers = typed.split(/[.\-/\s]+/u).filter(Boolean);
  if (!numbers.every((part) => /^\d+$/u.test(part))) return "not-a-day";
  const [a = 0, b = 0, c = 0] = numbers.map(Number);
  if (numbers.length === 1) return year(a) ? { iso: `${a}-${end ? "12-31" : "01-01"}` } : "not-a-day";
  if (numbers.length === 2) {
    const [y, m] = a > 31 ? [a, b] : [b, a];
    return year(y) && m >= 1 && m <= 12 ? { iso: `${y}-${two(m)}-${end ? two(lastOf(y, m)) : "01"}` } : "not-a-day";
  }
  const [y, m, d] = a > 31 ? [a, b, c] : [c, b, a];
  if (numbers.length !== 3 || !year(y) || m < 1 || m > 12 || d < 1 || d > 31) return "not-a-day";
  const last = lastOf(y, m);
  return d <= last ? { iso: `${y}-${two(m)}-${two(d)}` } : { nearest: `${two(last)}.${two(m)}.${y}` };
}

const year = (n: number) => n >= 1900 && n <= 2200;
