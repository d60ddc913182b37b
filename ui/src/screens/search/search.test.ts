import { describe, expect, it } from "vitest";
import type { HitView } from "../../ipc/views";
import { readDay } from "./days";
import { byItem, pieces } from "./grouping";

describe("a typed day", () => {
  it.each([["14.03.2023", "2023-03-14"], ["14/3/2023", "2023-03-14"], ["2023-03-14", "2023-03-14"], ["03.2023", "2023-03-01"], ["2023", "2023-01-01"]])("is read: %s", (typed, iso) => expect(readDay(typed)).toEqual({ iso }));

  it("ends a month or a year at its last day when it is the end", () => {
    expect(readDay("02.2024", true)).toEqual({ iso: "2024-02-29" });
    expect(readDay("2023", true)).toEqual({ iso: "2023-12-31" });
  });

  it("names the nearest day that exists", () => expect(readDay("31.02.2023")).toEqual({ nearest: "28.02.2023" }));

  it("refuses what is no day, and leaves nothing open", () => {
    for (const typed of ["tomorrow", "14.13.2023", "1.2.3.4", "99"]) expect(readDay(typed)).toBe("not-a-day");
    expect(readDay("  ")).toBe("empty");
  });
});

describe("a snippet", () => {
  it("is cut at its marks by characters, not by code units", () => {
    expect(pieces("🙂 приказ", [[2, 6]])).toEqual([{ text: "🙂 ", marked: false }, { text: "приказ", marked: true }]);
  });

  it("survives marks that overlap, touch or point outside", () => {
    const cut = pieces("abcdef", [[4, 99], [1, 2], [2, 2]]);
    expect(cut.map((piece) => piece.text).join("")).toBe("abcdef");
    expect(cut.filter((piece) => piece.marked).map((piece) => piece.text).join("")).toBe("bcdef");
  });
});

it("hits are grouped by item in the order of their first", () => {
  const hit = (evidence: string, at: string): HitView => ({ evidence, title: evidence, kind: "chat", source: "Heron", at, snippet: "", marks: [], author: null, time: null });
  const groups = byItem([hit("E-1", "a"), hit("E-2", "b"), hit("E-1", "c")]);
  expect(groups.map((group) => [group.first.evidence, group.hits.map((one) => one.at)])).toEqual([["E-1", ["a", "c"]], ["E-2", ["b"]]]);
});
