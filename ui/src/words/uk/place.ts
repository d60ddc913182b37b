// Where in an item an excerpt stands, in words.
import type { Words } from "../index.svelte";
import { uk as plural } from "../plural";

export const place: Words["place"] = {
  whole: "увесь предмет",
  message: (n) => `повідомлення ${n}`,
  messages: (from, to) => `повідомлення ${from}–${to}`,
  page: (n) => `сторінка ${n}`,
  regionOfPage: (n) => `сторінка ${n}, ділянка`,
  region: "ділянка знімка",
  quote: "цитата",
  quoteOfPage: (n) => `сторінка ${n}, цитата`,
  selected: (n) => plural(n, { one: "Вибрано # повідомлення", few: "Вибрано # повідомлення", many: "Вибрано # повідомлень" }),
};
