/** The lines that say something, each once. */
export const linesOf = (text: string): string[] => [...new Set(text.split(/\r?\n/u).map((line) => line.trim()).filter(Boolean))];
