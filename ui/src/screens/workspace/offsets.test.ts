import { describe, expect, it } from "vitest";
import { linesOf, piecesOf } from "./lines";
import { charsIn, charsOf, sliceChars, spanOf, trimmed, unitsAt } from "./offsets";

describe("offsets in characters", () => {
  it("count a pair of surrogates once", () => {
    const text = "а😀б";
    expect(charsOf(text)).toBe(3);
    expect(charsIn(text, 3)).toBe(2);
    expect(unitsAt(text, 2)).toBe(3);
    expect(sliceChars(text, 1, 3)).toBe("😀б");
  });

  it("drop the spaces that a drag takes along", () => {
    expect(trimmed("Он сказал: «да».\n", { start: 2, end: 17 })).toEqual({ start: 3, end: 16 });
    expect(trimmed("   ", { start: 0, end: 3 })).toBeUndefined();
  });

  it("find a quotation at its place, else where it comes first", () => {
    const text = "😀 да нет да";
    expect(spanOf(text, "да", 9)).toEqual({ start: 9, end: 11 });
    expect(spanOf(text, "да", 4)).toEqual({ start: 2, end: 4 });
    expect(spanOf(text, "или", 0)).toBeUndefined();
  });
});

describe("lines", () => {
  it("know where they start in characters", () => {
    const text = "😀 раз\r\nдва\n\nтри";
    const lines = linesOf(text);
    expect(lines.map((line) => line.text)).toEqual(["😀 раз", "два", "", "три"]);
    for (const line of lines) expect(sliceChars(text, line.start, line.start + charsOf(line.text))).toBe(line.text);
  });

  it("cut a line without end for drawing and lose nothing", () => {
    const text = "😀".repeat(5000);
    const lines = linesOf(text);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.map((line) => line.text).join("")).toBe(text);
    expect(lines.at(-1)?.end).toBe(5000);
  });

  it("are cut where marks begin and end, and the one looked at wins", () => {
    const line = { start: 10, end: 20, text: "0123456789" };
    const pieces = piecesOf(line, [{ start: 12, end: 16, kind: "link" }, { start: 14, end: 30, kind: "now" }]);
    expect(pieces.map((piece) => [piece.text, piece.paint?.kind])).toEqual([["01", undefined], ["23", "link"], ["45", "now"], ["6789", "now"]]);
  });
});
