// The little Markdown that assets/help is written in: sections, paragraphs, lists, **strong**, *names of controls*, `code`.
//
// Deliberately absent: links, pictures, HTML. Whatever else stands in a file is shown as its letters.

export type Span = { kind: "text" | "strong" | "name" | "code"; text: string };
export type Block = { kind: "paragraph"; spans: Span[] } | { kind: "list"; ordered: boolean; items: Span[][] };
export type Section = { title: string; blocks: Block[] };

/** The sections of a help file, each with its heading. What stands before the first heading of the second level is its title, which the screen has already. */
export function readHelp(markdown: string): Section[] {
  return markdown.split(/^## /mu).slice(1).map((part) => {
    const [title = "", ...rest] = part.split("\n");
    return { title: title.trim(), blocks: readBlocks(rest.join("\n")) };
  });
}

function readBlocks(text: string): Block[] {
  return text.split(/\n{2,}/u).map((block) => block.trim()).filter(Boolean).map((block) => {
    const lines = block.split("\n");
    const mark = /^(?:- |\d+\. )/u;
    if (!lines.every((line) => mark.test(line))) return { kind: "paragraph", spans: readSpans(lines.join(" ")) };
    return { kind: "list", ordered: !block.startsWith("- "), items: lines.map((line) => readSpans(line.replace(mark, ""))) };
  });
}

export function readSpans(text: string): Span[] {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/u).filter(Boolean).map((piece): Span => {
    if (/^\*\*.+\*\*$/u.test(piece)) return { kind: "strong", text: piece.slice(2, -2) };
    if (/^\*.+\*$/u.test(piece)) return { kind: "name", text: piece.slice(1, -1) };
    if (/^`.+`$/u.test(piece)) return { kind: "code", text: piece.slice(1, -1) };
    return { kind: "text", text: piece };
  });
}
