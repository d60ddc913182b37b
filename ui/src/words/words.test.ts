import { describe, expect, it } from "vitest";
import { en as enPlural, ru as ruPlural, uk as ukPlural } from "./plural";
import { en } from "./en";
import { ru } from "./ru";
import { uk } from "./uk";

/** Every path to a leaf, functions included. */
function leaves(tree: unknown, at = ""): string[] {
  if (typeof tree !== "object" || tree === null) return [at];
  return Object.entries(tree).flatMap(([key, branch]) => leaves(branch, at ? `${at}.${key}` : key));
}
const texts = (tree: unknown): string[] => (typeof tree === "string" ? [tree] : typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(texts) : []);

describe("the catalogues", () => {
  it("have the same keys in all three languages, also where the types leave a record open", () => {
    expect(leaves(ru).sort()).toEqual(leaves(en).sort());
    expect(leaves(uk).sort()).toEqual(leaves(en).sort());
  });

  it("never shout, apologise or say please", () => {
    for (const words of [en, ru, uk]) for (const text of texts(words)) expect(text).not.toMatch(/!|\boops\b|\bplease\b|\bsorry\b|пожалуйста|будь ласка|извините|вибачте/iu);
  });

  it("quote as each language quotes", () => {
    for (const words of [ru, uk]) for (const text of texts(words)) expect(text).not.toMatch(/["“”]/u);
  });

  it("keep the Ukrainian letters out of Russian, and the Russian ones out of Ukrainian", () => {
    const open = (text: string) => !/«/u.test(text) && !/Українська|Русский/u.test(text);
    for (const text of texts(ru).filter(open)) expect(text).not.toMatch(/[іїєґ]/iu);
    for (const text of texts(uk).filter(open)) expect(text).not.toMatch(/[ыэъё]/iu);
  });

  it("say the words of the voice table", () => {
    expect([en.frame.lockNow, ru.frame.lockNow, uk.frame.lockNow]).toEqual(["Lock now", "Закрыть сейчас", "Закрити зараз"]);
    expect([en, ru, uk].map((words) => words.frame.holdToWipe)).toEqual(["Hold to wipe", "Удерживайте: стереть", "Утримуйте: стерти"]);
    expect([en, ru, uk].map((words) => words.errors["wrong-passphrase"]?.([7]).happened)).toEqual([
      "Wrong passphrase. 7 tries left.", "Фраза не подошла. Осталось попыток: 7.", "Фраза не підійшла. Лишилося спроб: 7.",
    ]);
    expect([en, ru, uk].map((words) => words.parts.status["single-witness"])).toEqual(["Single witness", "Один свидетель", "Один свідок"]);
  });
});

describe("plural forms", () => {
  it("follow Russian rules at 1, 2, 5, 11, 21 and 112", () => {
    const files = (n: number) => ruPlural(n, { one: "# файл", few: "# файла", many: "# файлов" });
    expect([1, 2, 5, 11, 21, 112].map(files)).toEqual(["1 файл", "2 файла", "5 файлов", "11 файлов", "21 файл", "112 файлов"]);
  });

  it("follow Ukrainian rules", () => {
    const files = (n: number) => ukPlural(n, { one: "# файл", few: "# файли", many: "# файлів" });
    expect([1, 3, 5, 12, 31].map(files)).toEqual(["1 файл", "3 файли", "5 файлів", "12 файлів", "31 файл"]);
  });

  it("group thousands as each language does", () => {
    expect(enPlural(4812, { one: "# entry", other: "# entries" })).toBe("4,812 entries");
    expect(ruPlural(38412, { one: "# сообщение", few: "# сообщения", many: "# сообщений" }).replace(/\s/gu, " ")).toBe("38 412 сообщений");
  });
});
