// Finding an option by any part of it, letters with and without diacritics alike.

/** Letters as one compares them: lower case, no combining marks (ё and й keep theirs apart from е and и only in the text shown). */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** The options that hold every typed word, in their own order. Nothing typed leaves all. */
export function matching<T extends { label: string; id?: string | undefined }>(options: readonly T[], typed: string): readonly T[] {
  const words = folded(typed).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return options;
  return options.filter((option) => {
    const text = folded(`${option.id ?? ""} ${option.label}`);
    return words.every((word) => text.includes(word));
  });
}
