import { expect, it } from "vitest";
import { twoLetters } from "./kinds";
import { matching } from "./matching";
import { step } from "./walk";

it("a binder tab takes two letters of one word or the first of two", () => {
  expect(["Heron", "Grey Heron", "цапля", "й", ""].map(twoLetters)).toEqual(["He", "GH", "Ца", "Й", "–"]);
});

it("an option is found by any part, without case and marks", () => {
  const options = [{ value: "1", label: "Ёлка и Ґанок" }, { value: "2", label: "Pumping station", id: "E-040" }];
  expect(matching(options, "елка").map((option) => option.label)).toEqual(["Ёлка и Ґанок"]);
  expect(matching(options, "040 pump").map((option) => option.label)).toEqual(["Pumping station"]);
  expect(matching(options, " ")).toHaveLength(2);
});

it("arrow keys stop at the ends of a list", () => {
  expect([step("ArrowDown", -1, 3), step("ArrowDown", 2, 3), step("ArrowUp", 0, 3), step("End", 0, 3), step("x", 0, 3), step("ArrowDown", 0, 0)]).toEqual([0, 2, 0, 2, undefined, undefined]);
});
