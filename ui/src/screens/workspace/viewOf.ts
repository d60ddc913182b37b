// Which viewer an item gets. What could not be read has none, whatever it claims to be.
import type { EvidenceRow } from "../../ipc";

export type View = "chat" | "image" | "pdf" | "text" | "audio" | "other";

export function viewOf(item: Pick<EvidenceRow, "kind" | "unread">): View {
  if (item.unread) return "other";
  switch (item.kind) {
    case "chat": case "image": case "pdf": return item.kind;
    case "text": case "sheet": case "transcript": case "document": case "mail": return "text";
    case "audio": case "video": return "audio";
    default: return "other";
  }
}
