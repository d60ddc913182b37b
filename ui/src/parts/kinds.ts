// The small closed sets the parts are drawn from. Names are the ones Rust writes.

export const RELATIONS = ["supports", "contradicts", "context"] as const;
export type Relation = (typeof RELATIONS)[number];

export const STATUSES = ["corroborated", "single-witness", "contested", "contradicted", "untested"] as const;
export type Status = (typeof STATUSES)[number];

export const SOURCE_GRADES = ["A", "B", "C", "D", "E", "F"] as const;
export type SourceGrade = (typeof SOURCE_GRADES)[number];

export const INFORMATION_GRADES = [1, 2, 3, 4, 5, 6] as const;
export type InformationGrade = (typeof INFORMATION_GRADES)[number];

/** The two letters of a binder tab: the first of each of two words, else the first two of one. */
export function twoLetters(codename: string): string {
  const words = codename.trim().split(/[\s_\-]+/u).filter(Boolean);
  const first = [...(words[0] ?? "")];
  const second = [...(words[1] ?? "")];
  const pair = second.length > 0 ? [first[0], second[0]] : [first[0], first[1]];
  const [a = "–", b = ""] = pair;
  return a.toLocaleUpperCase() + (second.length > 0 ? b.toLocaleUpperCase() : b.toLocaleLowerCase());
}
