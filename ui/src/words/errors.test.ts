import { describe, expect, it } from "vitest";
import source from "../../../src-tauri/crates/locker/src/error.rs?raw";
import { catalogues } from "./index.svelte";

/** The situations of the verbs, read from where they are declared. */
const codes = [...source.matchAll(/#\[error\("([a-z-]+)"\)\]/gu)].map((match) => match[1] ?? "");

describe("refusals", () => {
  it("have sentences of their own for every code, in every language", () => {
    expect(codes.length).toBeGreaterThan(50);
    for (const words of Object.values(catalogues)) expect(codes.filter((code) => !(code in words.errors))).toEqual([]);
  });

  it("say their figures and never the word undefined", () => {
    for (const words of Object.values(catalogues)) for (const code of codes) {
      const { happened, safe = "", todo = "" } = words.errors[code]?.([2, 7]) ?? { happened: "" };
      expect(happened).not.toBe("");
      expect(`${happened} ${safe} ${todo}`).not.toMatch(/undefined|NaN|\{\d\}/u);
    }
    for (const words of Object.values(catalogues)) expect(words.errors["share-word-wrong"]?.([2, 7]).happened).toMatch(/2.*7/u);
  });
});
