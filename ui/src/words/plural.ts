// Plural forms by the rules of each language. "#" in a form stands for the number, grouped as the language groups it.

type English = { one: string; other: string };
type Slavic = { one: string; few: string; many: string };

function chooser<F extends object>(language: string): (n: number, forms: F) => string {
  const rules = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language === "en" ? "en-GB" : language);
  return (n, forms) => {
    const all = forms as Record<string, string | undefined>;
    const form = all[rules.select(n)] ?? all["many"] ?? all["other"] ?? "";
    return form.replaceAll("#", digits.format(n));
  };
}

export const en = chooser<English>("en");
export const ru = chooser<Slavic>("ru");
export const uk = chooser<Slavic>("uk");
