import { describe, expect, it } from "vitest";
import { drawn, Heights, stepped } from "./heights";

/** The same questions answered by plain sums. */
function plain(all: readonly number[]) {
  const above = (row: number) => all.slice(0, row).reduce((sum, high) => sum + high, 0);
  const at = (pixel: number) => {
    let row = 0;
    while (row < all.length - 1 && above(row + 1) <= pixel) row += 1;
    return row;
  };
  return { above, at };
}

describe("heights of rows", () => {
  it("agree with plain sums after any measuring", () => {
    const guess = 48;
    const truth = Array.from({ length: 500 }, () => guess);
    const heights = new Heights(500, guess);
    let seed = 7;
    for (let round = 0; round < 900; round += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const row = seed % 500;
      const high = 20 + (seed % 131);
      heights.set(row, high);
      truth[row] = high;
    }
    const sums = plain(truth);
    expect(heights.total()).toBeCloseTo(sums.above(500), 6);
    for (const row of [0, 1, 63, 64, 255, 256, 499, 500]) expect(heights.above(row)).toBeCloseTo(sums.above(row), 6);
    for (let pixel = 0; pixel < sums.above(500); pixel += 977) expect(heights.at(pixel).row).toBe(sums.at(pixel));
  });

  it("keep the anchor's row in place when rows above it turn out higher", () => {
    const heights = new Heights(1000, 50);
    const anchor = { row: 500, into: 10 };
    const before = heights.above(anchor.row);
    for (let row = 400; row < 500; row += 1) heights.set(row, 80);
    expect(heights.above(anchor.row)).toBe(before + 3000);
    expect(stepped(heights, anchor, 0)).toEqual(anchor);
  });

  it("step over rows both ways and stop at both ends", () => {
    const heights = new Heights(10, 50);
    heights.set(3, 200);
    expect(stepped(heights, { row: 2, into: 40 }, 30)).toEqual({ row: 3, into: 20 });
    expect(stepped(heights, { row: 3, into: 20 }, -30)).toEqual({ row: 2, into: 40 });
    expect(stepped(heights, { row: 1, into: 0 }, -500)).toEqual({ row: 0, into: 0 });
    expect(stepped(heights, { row: 9, into: 0 }, 20)).toEqual({ row: 9, into: 20 });
  });

  it("draw a bounded number of rows whatever the length", () => {
    const heights = new Heights(1_000_000, 50);
    const part = drawn(heights, { row: 700_000, into: 25 }, 800, 600);
    expect(part.end - part.first).toBeLessThan(50);
    expect(part.first).toBeLessThanOrEqual(700_000 - 11);
    expect(part.above).toBe((700_000 - part.first) * 50);
    expect(drawn(heights, { row: 0, into: 0 }, 800, 600).first).toBe(0);
  });

  it("forget what was measured at another width and guess better", () => {
    const heights = new Heights(100, 50);
    for (let row = 0; row < 10; row += 1) heights.set(row, 70);
    heights.forget();
    expect(heights.total()).toBe(7000);
  });
});
