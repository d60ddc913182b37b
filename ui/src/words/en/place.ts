// Where in an item an excerpt stands, in words.
import { en as plural } from "../plural";

export const place = {
  whole: "whole item",
  message: (n: string) => `message ${n}`,
  messages: (from: string, to: string) => `messages ${from}–${to}`,
  page: (n: string) => `page ${n}`,
  regionOfPage: (n: string) => `page ${n}, region`,
  region: "region of the picture",
  quote: "quotation",
  quoteOfPage: (n: string) => `page ${n}, quotation`,
  selected: (n: number) => plural(n, { one: "# message selected", other: "# messages selected" }),
};
