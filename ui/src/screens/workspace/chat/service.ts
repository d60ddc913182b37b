// Lines of the messenger itself: a code and its details, put into words.
import type { MessageView } from "../../../ipc";
import { t } from "../../../words/index.svelte";

/** `invite_members: Anna` said as a sentence; what has no words is shown as it is written. */
export function serviceLine(message: Pick<MessageView, "author" | "text">): string {
  const split = /^([a-z0-9_-]+)(?::\s*(.*))?$/su.exec(message.text.trim());
  const words = split?.[1] ? t.workspace.chat.service[split[1]] : undefined;
  const said = words ? [words, split?.[2]].filter(Boolean).join(": ") : message.text;
  return [message.author, said].filter(Boolean).join(" · ");
}
