// What an import or an export says of itself, as sentences.
import type { Note } from "../../ipc";
import { t } from "../../words/index.svelte";

type Sayings = Record<string, ((count: number) => string) | undefined>;

/** A note's sentence; a code without words is shown as it is. */
export function noteText(note: Pick<Note, "code"> & Partial<Note>): string {
  const sayings = t.workspace.notes as Sayings;
  const say = sayings[note.code] ?? (note.code.startsWith("account-part-") ? sayings["account-part-other"] : undefined);
  const text = say ? say(note.count ?? 0) : t.workspace.otherNote(note.code, note.count ?? 0);
  return note.detail ? `${text} (${note.detail})` : text;
}

const LEFT_OUT = ["leaves-out-attachments", "attachments-missing", "leaves-out-secret-chats", "leaves-out-deleted", "leaves-out-others-messages", "leaves-out-before-joining"];

/** One sentence of everything an export leaves out, or nothing when it is not known to leave anything out. */
export function leftOut(notes: readonly Note[]): string | undefined {
  const { out, and, leavesOut } = t.workspace.chat;
  const said = new Set<string>();
  for (const note of notes) {
    if (!LEFT_OUT.includes(note.code)) continue;
    if (note.code === "leaves-out-attachments" || note.code === "attachments-missing") said.add(out.attachments(note.count ?? 0));
    else if (note.code === "leaves-out-secret-chats") said.add(out.secret);
    else if (note.code === "leaves-out-deleted") said.add(out.deleted);
    else if (note.code === "leaves-out-others-messages") said.add(out.others);
    else said.add(out.before);
  }
  if (said.size === 0) return undefined;
  const list = [...said];
  const last = list.pop() ?? "";
  return leavesOut(list.length > 0 ? `${list.join(", ")}${and}${last}` : last);
}
