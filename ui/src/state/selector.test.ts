import { describe, expect, it } from "vitest";
import { selectorOf, spotOf } from "./selector";

describe("a selector", () => {
  it.each(["", "message=12-20", "message=7", "page=3", "page=3&xywh=percent:10,20,30,5", "xywh=percent:0.5,20,30.25,5", "t=12.5,31", "quote=точные слова", "page=2&char=120&quote=exact text"])(
    "comes back as it was: %s", (text) => expect(selectorOf(spotOf(text))).toBe(text),
  );

  it("lets a quotation hold the signs of the grammar", () => {
    expect(spotOf("page=2&char=4&quote=a=b&page=9&quote=c")).toEqual({ kind: "quote", page: 2, start: 4, exact: "a=b&page=9&quote=c" });
  });

  it("is the whole item when it is not understood", () => {
    for (const text of ["message=x", "page=", "xywh=pixel:1,2,3,4", "xywh=percent:1,2,3", "nonsense"]) expect(spotOf(text)).toEqual({ kind: "whole" });
  });
});
