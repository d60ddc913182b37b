// Which language the program speaks. The first start follows the system.

export const LANGUAGES = ["en", "ru", "uk"] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", ru: "Русский", uk: "Українська" };

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** The first of the wished languages that the program has; English when it has none. */
export function firstKnown(wished: readonly string[]): Language {
  for (const tag of wished) {
    const base = tag.slice(0, 2).toLowerCase();
    if (isLanguage(base)) return base;
  }
  return "en";
}

class Speaking {
  now: Language = $state("en");
}

export const speaking = new Speaking();
