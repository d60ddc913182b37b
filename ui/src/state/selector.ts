// Reading and writing the places that links and search hits point at: the grammar of the command line, e.g. `message=12-20`,
// `page=3&xywh=percent:10,20,30,5`, `xywh=percent:…`, `t=12.5,31`, `page=2&char=120&quote=exact text`. `quote` takes the rest.

export type Selector = string;

export type Box = { x: number; y: number; width: number; height: number };

export type Spot =
  | { kind: "whole" }
  | { kind: "messages"; from: number; to: number }
  | { kind: "page"; page: number; box?: Box | undefined }
  | { kind: "image"; box: Box }
  | { kind: "time"; from: number; to: number }
  | { kind: "quote"; page?: number | undefined; start?: number | undefined; exact: string };

/** The place a selector names; what is not understood is the whole item. */
export function spotOf(selector: Selector): Spot {
  const quoteAt = /(?:^|&)quote=/u.exec(selector);
  const head = quoteAt ? selector.slice(0, quoteAt.index) : selector;
  const exact = quoteAt ? selector.slice(quoteAt.index + quoteAt[0].length) : undefined;
  const parts = new Map(head.split("&").filter(Boolean).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const));
  const page = whole(parts.get("page"));
  const box = boxOf(parts.get("xywh"));
  if (exact !== undefined) return { kind: "quote", page, start: whole(parts.get("char")), exact };
  const messages = pair(parts.get("message"), "-");
  if (messages) return { kind: "messages", from: messages[0], to: messages[1] ?? messages[0] };
  if (page !== undefined) return { kind: "page", page, box };
  if (box) return { kind: "image", box };
  const time = pair(parts.get("t"), ",");
  if (time) return { kind: "time", from: time[0], to: time[1] ?? time[0] };
  return { kind: "whole" };
}

/** The selector of a place. */
export function selectorOf(spot: Spot): Selector {
  switch (spot.kind) {
    case "whole": return "";
    case "messages": return spot.from === spot.to ? `message=${spot.from}` : `message=${spot.from}-${spot.to}`;
    case "page": return `page=${spot.page}${spot.box ? `&${xywh(spot.box)}` : ""}`;
    case "image": return xywh(spot.box);
    case "time": return `t=${spot.from},${spot.to}`;
    case "quote": return [spot.page !== undefined && `page=${spot.page}`, spot.start !== undefined && `char=${spot.start}`, `quote=${spot.exact}`].filter(Boolean).join("&");
  }
}

const hundredth = (n: number) => Math.round(n * 100) / 100;
const xywh = ({ x, y, width, height }: Box) => `xywh=percent:${[x, y, width, height].map(hundredth).join(",")}`;

function whole(text: string | undefined): number | undefined {
  return text && /^\d+$/u.test(text) ? Number(text) : undefined;
}

function pair(text: string | undefined, between: string): [number, number | undefined] | undefined {
  if (!text) return undefined;
  const [a, b] = text.split(between).map(Number);
  if (a === undefined || Number.isNaN(a)) return undefined;
  return [a, b === undefined || Number.isNaN(b) ? undefined : b];
}

function boxOf(text: string | undefined): Box | undefined {
  if (!text?.startsWith("percent:")) return undefined;
  const [x, y, width, height] = text.slice("percent:".length).split(",").map(Number);
  return [x, y, width, height].every((n) => n !== undefined && Number.isFinite(n)) ? { x: x!, y: y!, width: width!, height: height! } : undefined;
}
