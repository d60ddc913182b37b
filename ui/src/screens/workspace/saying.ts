// Small sentences about items: second lines, months, sizes.
import type { EvidenceRow } from "../../ipc";
import { duration, size } from "../../words/format.svelte";
import { speaking } from "../../words/language.svelte";
import { t } from "../../words/index.svelte";

/** What a list says of an item under its title. */
export function secondLine(row: EvidenceRow): string {
  const parts: string[] = [];
  if (row.unread) parts.push(t.workspace.keptUnread);
  else if (row.messages !== null) parts.push(t.workspace.messages(row.messages));
  else if (row.pages !== null) parts.push(t.workspace.pages(row.pages));
  else if (row.seconds !== null) parts.push(duration(row.seconds));
  else parts.push(size(row.bytes));
  if (row.part_of) parts.push(t.workspace.partOf(row.part_of));
  return parts.join(", ");
}

/** `2023-02` as a person reads it. */
export function monthOf(key: string): string {
  const instant = Date.parse(`${key}-01T00:00:00Z`);
  if (Number.isNaN(instant)) return key;
  const locale = speaking.now === "en" ? "en-GB" : speaking.now;
  const text = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(instant);
  return text.replace(/\sг\.$|\sр\.$/u, "").replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase());
}
