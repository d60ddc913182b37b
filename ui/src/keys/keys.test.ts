import { describe, expect, it } from "vitest";
import { chord, isBareLetter, printed } from "./chord";
import { allowLetters, dispatch, keys } from "./index";

const press = (key: string, code = "", held: Partial<Record<"ctrlKey" | "shiftKey" | "altKey" | "metaKey", boolean>> = {}) =>
  ({ key, code, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...held });

function event(key: string, code = "", held = {}): KeyboardEvent & { stopped: boolean } {
  const made = { ...press(key, code, held), target: null, isComposing: false, defaultPrevented: false, stopped: false, preventDefault() { made.stopped = true; } };
  return made as unknown as KeyboardEvent & { stopped: boolean };
}

describe("a chord", () => {
  it("names a letter by its place under a Cyrillic layout", () => {
    expect(chord(press("д", "KeyL"))).toBe("L");
    expect(chord(press("Д", "KeyL", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+L");
  });

  it("names a letter by itself under any Latin layout", () => {
    expect(chord(press("a", "KeyQ"))).toBe("A");
  });

  it("takes a question mark as it is typed, wherever it stands on the keyboard", () => {
    expect(chord(press("?", "Slash", { shiftKey: true }))).toBe("?");
    expect(chord(press("?", "Digit7", { shiftKey: true }))).toBe("?");
  });

  it("is nothing while only modifiers are down", () => {
    expect(chord(press("Control", "ControlLeft", { ctrlKey: true }))).toBeUndefined();
  });

  it("is printed with signs", () => {
    expect(printed("Ctrl+Shift+L")).toBe("Ctrl ⇧ L");
    expect(printed("Ctrl+Enter")).toBe("Ctrl ⏎");
  });

  it("is a bare letter only when alone", () => {
    expect([isBareLetter("L"), isBareLetter("?"), isBareLetter("F6"), isBareLetter("Ctrl+K")]).toEqual([true, true, false, false]);
  });
});

describe("dispatching", () => {
  it("asks the innermost layer first, and outer ones when it passes", () => {
    const heard: string[] = [];
    const stopOuter = keys({ Escape: () => void heard.push("outer") });
    const stopInner = keys({ Escape: () => { heard.push("inner"); return heard.length > 1 ? false : undefined; } });
    dispatch(event("Escape"));
    expect(heard).toEqual(["inner"]);
    dispatch(event("Escape"));
    expect(heard).toEqual(["inner", "inner", "outer"]);
    stopInner();
    stopOuter();
  });

  it("leaves single letters alone once they are switched off, and chords in force", () => {
    const heard: string[] = [];
    const stop = keys({ L: () => void heard.push("l"), "Ctrl+K": () => void heard.push("k") });
    allowLetters(false);
    dispatch(event("l", "KeyL"));
    dispatch(event("k", "KeyK", { ctrlKey: true }));
    allowLetters(true);
    dispatch(event("l", "KeyL"));
    stop();
    expect(heard).toEqual(["k", "l"]);
  });

  it("swallows what was answered and nothing else", () => {
    const stop = keys({ F8: () => undefined });
    const answered = event("F8");
    const other = event("F9");
    dispatch(answered);
    dispatch(other);
    stop();
    expect([answered.stopped, other.stopped]).toEqual([true, false]);
  });
});
