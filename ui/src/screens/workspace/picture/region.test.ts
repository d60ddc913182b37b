import { describe, expect, it } from "vitest";
import { selectorOf } from "../../../state/selector";
import { between, holds, inside, letterOf, moved, sized, upright, uprightStep, type Quarter } from "./region";

describe("regions", () => {
  it("always lie inside the picture, however they are drawn or moved", () => {
    let seed = 3;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648 * 300 - 100;
    for (let round = 0; round < 500; round += 1) {
      let box = between({ x: next(), y: next() }, { x: next(), y: next() });
      box = sized(moved(box, { x: next(), y: next() }), { x: next(), y: next() });
      expect(box.width).toBeGreaterThan(0);
      expect(box.height).toBeGreaterThan(0);
      expect(Math.round(box.x * 100)).toBeGreaterThanOrEqual(0);
      expect(Math.round(box.y * 100)).toBeGreaterThanOrEqual(0);
      expect(Math.round(box.x * 100) + Math.round(box.width * 100)).toBeLessThanOrEqual(10_000);
      expect(Math.round(box.y * 100) + Math.round(box.height * 100)).toBeLessThanOrEqual(10_000);
    }
  });

  it("stop at the edge and keep their size when moved", () => {
    expect(moved({ x: 80, y: 0, width: 15, height: 10 }, { x: 50, y: -5 })).toEqual({ x: 85, y: 0, width: 15, height: 10 });
    expect(sized({ x: 80, y: 0, width: 15, height: 10 }, { x: 50, y: 0 })).toEqual({ x: 80, y: 0, width: 20, height: 10 });
  });

  it("are told in the upright picture while it is shown turned", () => {
    expect(upright({ x: 10, y: 20 }, 0)).toEqual({ x: 10, y: 20 });
    // Turned once to the right, the upper left corner of the picture is seen at the upper right.
    expect(upright({ x: 100, y: 0 }, 1)).toEqual({ x: 0, y: 0 });
    expect(upright({ x: 100, y: 100 }, 2)).toEqual({ x: 0, y: 0 });
    expect(upright({ x: 0, y: 100 }, 3)).toEqual({ x: 0, y: 0 });
    for (const turned of [0, 1, 2, 3] as Quarter[]) {
      const [a, b] = [upright({ x: 30, y: 40 }, turned), upright({ x: 35, y: 40 }, turned)];
      expect(uprightStep({ x: 5, y: 0 }, turned)).toEqual({ x: b.x - a.x, y: b.y - a.y });
    }
  });

  it("are written with at most two decimals", () => {
    expect(selectorOf({ kind: "image", box: inside({ x: 1 / 3, y: 10, width: 100 / 3, height: 5 }) })).toBe("xywh=percent:0.33,10,33.33,5");
  });

  it("hold the runs whose middle they cover, and have letters without end", () => {
    expect(holds({ x: 0, y: 0, width: 50, height: 50 }, { x: 40, y: 10, width: 18, height: 5 })).toBe(true);
    expect(holds({ x: 0, y: 0, width: 50, height: 50 }, { x: 45, y: 10, width: 18, height: 5 })).toBe(false);
    expect([0, 25, 26, 27, 52].map(letterOf)).toEqual(["a", "z", "aa", "ab", "ba"]);
  });
});
