import { describe, expect, it } from "vitest";
import { paintedWords } from "./painted";
import { extended, gapBetween, goesOn } from "./range";

describe("a run of messages", () => {
  it("reaches either way from where it began", () => {
    expect(extended(10, 14)).toEqual({ from: 10, to: 14 });
    expect(extended(10, 7)).toEqual({ from: 7, to: 10 });
  });

  it("names the author again after a while, on another day, and after somebody else", () => {
    const said = { author: "Heron", kind: "text" };
    expect(goesOn(said, said, 0, 20_000, true)).toBe(true);
    expect(goesOn(said, said, 0, 200_000, true)).toBe(false);
    expect(goesOn(said, said, 0, 20_000, false)).toBe(false);
    expect(goesOn(said, { ...said, author: "Wren" }, 0, 0, true)).toBe(false);
    expect(goesOn({ author: null, kind: "text" }, { author: null, kind: "text" }, 0, 0, true)).toBe(false);
    expect(goesOn(undefined, said, 0, 0, true)).toBe(false);
  });

  it("has a gap where numbers of the messenger are missing", () => {
    expect(gapBetween("10", "11")).toBe(0);
    expect(gapBetween("10", "14")).toBe(3);
    expect(gapBetween("14", "10")).toBe(0);
    expect(gapBetween("a1", "10")).toBe(0);
    expect(gapBetween(null, "10")).toBe(0);
  });
});

describe("found words", () => {
  it("are marked whatever their case, longest first", () => {
    expect(paintedWords("Приказ о приказах", ["приказ", "приказах"])).toEqual([
      { text: "Приказ", marked: true }, { text: " о ", marked: false }, { text: "приказах", marked: true },
    ]);
  });
});
