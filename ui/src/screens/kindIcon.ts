// The mark of each kind of item.
import AudioLines from "@lucide/svelte/icons/audio-lines";
import FileArchive from "@lucide/svelte/icons/file-archive";
import FileQuestion from "@lucide/svelte/icons/file-question-mark";
import FileText from "@lucide/svelte/icons/file-text";
import Film from "@lucide/svelte/icons/film";
import Image from "@lucide/svelte/icons/image";
import ListChecks from "@lucide/svelte/icons/list-checks";
import Mail from "@lucide/svelte/icons/mail";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import Mic from "@lucide/svelte/icons/mic";
import NotebookPen from "@lucide/svelte/icons/notebook-pen";
import Table2 from "@lucide/svelte/icons/table-2";
import Text from "@lucide/svelte/icons/text-align-start";
import type { Component } from "svelte";

const ICONS: Record<string, Component<{ class?: string }>> = {
  chat: MessageSquareText, image: Image, pdf: FileText, document: FileText, sheet: Table2, mail: Mail, audio: Mic, video: Film,
  text: Text, transcript: AudioLines, archive: FileArchive, claim: ListChecks, source: NotebookPen,
};

/** The mark of a kind code; a question on paper for what is not known. */
export const kindIcon = (kind: string): Component<{ class?: string }> => ICONS[kind] ?? FileQuestion;
