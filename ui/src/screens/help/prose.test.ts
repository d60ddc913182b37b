import { describe, expect, it } from "vitest";
import en from "../../../../assets/help/en.md?raw";
import ru from "../../../../assets/help/ru.md?raw";
import uk from "../../../../assets/help/uk.md?raw";
import { readHelp, readSpans, type Section } from "./prose";

const shape = (sections: Section[]) => sections.map((section) => section.blocks.map((block) => (block.kind === "list" ? [block.ordered, block.items.length] : block.kind)));

describe("the help", () => {
  it("has the same sections, paragraphs and steps in all three languages", () => {
    expect(shape(readHelp(en)).length).toBeGreaterThan(8);
    expect(shape(readHelp(ru))).toEqual(shape(readHelp(en)));
    expect(shape(readHelp(uk))).toEqual(shape(readHelp(en)));
  });

  it("leaves no sign of its notation on the screen", () => {
    for (const text of [en, ru, uk]) {
      const shown = readHelp(text).flatMap((section) => section.blocks).flatMap((block) => (block.kind === "list" ? block.items.flat() : block.spans));
      for (const span of shown) expect(span.text).not.toMatch(/[*`#]/u);
    }
  });

  it("keeps the letters and quotes of each language, and its voice", () => {
    const prose = (text: string) => text.replaceAll(/`[^`]*`|«приказ»/gu, "");
    expect(prose(ru)).not.toMatch(/[іїєґ"“”]/iu);
    expect(prose(uk)).not.toMatch(/[ыэъё"“”]/iu);
    for (const text of [en, ru, uk]) expect(text).not.toMatch(/!|\bplease\b|пожалуйста|будь ласка/iu);
  });
});

describe("a line", () => {
  it("is cut into plain, strong, named and code", () => {
    expect(readSpans("**A**: press *Lock* or `x`.").map((span) => [span.kind, span.text])).toEqual([
      ["strong", "A"], ["text", ": press "], ["name", "Lock"], ["text", " or "], ["code", "x"], ["text", "."],
    ]);
  });
});
