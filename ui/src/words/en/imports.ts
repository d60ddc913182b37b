// Taking files in: progress, the report per file, and what the program must ask.
import { en as plural } from "../plural";

export const imports = {
  title: (codename: string) => `Import for ${codename}`,
  dropHere: (codename: string) => `Drop to import for ${codename}`,
  dropAnywhere: "Drop to import",
  whose: "Whose files are these?",
  whoseMore: (files: number, folders: number) =>
    [files > 0 && plural(files, { one: "# file", other: "# files" }), folders > 0 && plural(folders, { one: "# folder", other: "# folders" })].filter(Boolean).join(", "),
  importAct: "Import",
  noSourceYet: "Add a source first: files belong to whoever entrusted them.",
  reading: "Taking files into the locker",
  amount: (done: string, total: string) => `${done} of ${total}`,
  sealedFirst: "Each original is sealed before anything reads it. Stopping keeps what is sealed already.",
  report: "Import report",
  stopped: "Stopped. What was taken in before stays.",
  totals: {
    added: (n: number) => plural(n, { one: "# item added", other: "# items added" }),
    already: (n: number) => plural(n, { one: "# was here already", other: "# were here already" }),
    refused: (n: number) => plural(n, { one: "# refused", other: "# refused" }),
    messages: (n: number) => plural(n, { one: "# message", other: "# messages" }),
  },
  outcome: { added: "Added", healed: "Stored anew: what was here was damaged", "already-here": "Already here", refused: "Refused" } as Record<string, string>,
  pages: (n: number) => plural(n, { one: "# page", other: "# pages" }),
  messages: (n: number) => plural(n, { one: "# message", other: "# messages" }),
  attachments: (found: number, missing: number) => [plural(found, { one: "# attachment", other: "# attachments" }), missing > 0 && `${missing} missing`].filter(Boolean).join(", "),
  unparsed: (n: number) => plural(n, { one: "# place not understood, kept", other: "# places not understood, kept" }),
  part: (of: string) => `Part of ${of}`,
  ask: {
    dates: "Dates here can be read two ways",
    datesMore: "The file writes the day and the month as figures and never says which comes first. Ask the source, or look for a day above 12.",
    order: "Order of the date",
    orders: { dmy: "Day, month, year", mdy: "Month, day, year", ymd: "Year, month, day" },
    zone: "Time zone of the phone",
    zoneMore: "The file writes wall-clock times without a zone. Named here, the zone is marked as assumed; left open, times stay as written.",
    zoneHint: "For example Europe/Kyiv",
    again: "Read again",
    reading: "Reading again",
  },
  done: "Done",
};
