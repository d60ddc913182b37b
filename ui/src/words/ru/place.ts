// Where in an item an excerpt stands, in words.
import type { Words } from "../index.svelte";
import { ru as plural } from "../plural";

export const place: Words["place"] = {
  whole: "весь предмет",
  message: (n) => `сообщение ${n}`,
  messages: (from, to) => `сообщения ${from}–${to}`,
  page: (n) => `страница ${n}`,
  regionOfPage: (n) => `страница ${n}, область`,
  region: "область снимка",
  quote: "цитата",
  quoteOfPage: (n) => `страница ${n}, цитата`,
  selected: (n) => plural(n, { one: "Выбрано # сообщение", few: "Выбрано # сообщения", many: "Выбрано # сообщений" }),
};
