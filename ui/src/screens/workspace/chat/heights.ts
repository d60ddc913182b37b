// How high the rows of a very long list are: measured where they were seen, estimated elsewhere. Sums and searches take the
// logarithm of the number of rows (two Fenwick trees: measured pixels, and how many rows are measured).

export class Heights {
  readonly length: number;
  #own: Float32Array;
  #pixels: Float64Array;
  #seen: Int32Array;
  /** What a row is taken to be that was not measured. */
  estimate: number;
  #top: number;

  constructor(length: number, estimate: number) {
    this.length = length;
    this.estimate = estimate;
    this.#own = new Float32Array(length).fill(-1);
    this.#pixels = new Float64Array(length + 1);
    this.#seen = new Int32Array(length + 1);
    this.#top = 1;
    while (this.#top * 2 <= length) this.#top *= 2;
  }

  /** The height of a row, measured or estimated. */
  of(row: number): number {
    const own = this.#own[row] ?? -1;
    return own < 0 ? this.estimate : own;
  }

  /** Notes a measured height; tells whether anything changed. */
  set(row: number, height: number): boolean {
    const before = this.#own[row];
    if (before === undefined || Math.abs(before - height) < 0.25) return false;
    this.#own[row] = height;
    const more = before < 0 ? height : height - before;
    for (let at = row + 1; at <= this.length; at += at & -at) {
      this.#pixels[at]! += more;
      if (before < 0) this.#seen[at]! += 1;
    }
    return true;
  }

  /** Forgets what was measured, after the width changed. What was measured is the new estimate. */
  forget(): void {
    const [pixels, seen] = this.#sums(this.length);
    if (seen > 0) this.estimate = pixels / seen;
    this.#own.fill(-1);
    this.#pixels.fill(0);
    this.#seen.fill(0);
  }

  /** Pixels above a row. */
  above(row: number): number {
    const [pixels, seen] = this.#sums(Math.min(row, this.length));
    return pixels + (Math.min(row, this.length) - seen) * this.estimate;
  }

  total(): number {
    return this.above(this.length);
  }

  /** The row that covers this many pixels from the top, and how far into it. */
  at(pixel: number): Anchor {
    if (this.length === 0) return { row: 0, into: 0 };
    let rest = Math.max(0, pixel);
    let row = 0;
    for (let step = this.#top; step > 0; step >>= 1) {
      const next = row + step;
      if (next > this.length) continue;
      const high = this.#pixels[next]! + (step - this.#seen[next]!) * this.estimate;
      if (high > rest) continue;
      rest -= high;
      row = next;
    }
    return row < this.length ? { row, into: rest } : { row: this.length - 1, into: this.of(this.length - 1) };
  }

  #sums(rows: number): [number, number] {
    let pixels = 0;
    let seen = 0;
    for (let at = rows; at > 0; at -= at & -at) {
      pixels += this.#pixels[at]!;
      seen += this.#seen[at]!;
    }
    return [pixels, seen];
  }
}

/** A place in the list that does not move when heights above it settle: a row, and pixels into it. */
export type Anchor = { row: number; into: number };

/** The same place after scrolling by some pixels, told from the anchor alone. Stops at the first row's top and the last row's end. */
export function stepped(heights: Heights, from: Anchor, by: number): Anchor {
  let { row } = from;
  let into = from.into + by;
  while (into < 0 && row > 0) into += heights.of((row -= 1));
  while (row < heights.length - 1 && into >= heights.of(row)) into -= heights.of(row++);
  return { row, into: Math.max(0, into) };
}

/** Rows to draw: those in sight and `spare` pixels before and after. `above`: pixels of them over the anchor's row. */
export function drawn(heights: Heights, anchor: Anchor, view: number, spare: number): { first: number; end: number; above: number } {
  let first = anchor.row;
  let above = 0;
  while (first > 0 && above < spare - anchor.into) above += heights.of((first -= 1));
  let end = anchor.row;
  for (let below = -anchor.into; end < heights.length && below < view + spare; end += 1) below += heights.of(end);
  return { first, end, above };
}
