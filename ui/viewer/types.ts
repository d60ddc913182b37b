// What the writer puts into the page: the same facts as dossier.json (FORMAT.md of the dossier crate).

export type Relation = "supports" | "contradicts" | "context";
export type Status = "corroborated" | "single-witness" | "contested" | "contradicted" | "untested";

export interface Moment { utc: string | null; raw: string; zone: string }

export interface Link {
  id: string; evidence: string; at: string; relation: Relation; reason: string; quote: string;
  grades: { source: string | null; information: number | null };
}

export interface Claim {
  id: string; statement: string; about: string | null; status: Status; links: Link[];
  counts: { supporting_groups: number; contradicting_groups: number };
}

export interface Fact { key: string; value: string; origin: string; time?: Moment }

export interface Item {
  id: string; kind: string; media_type: string; group: string; source: string;
  /** Absent where only excerpts are handed over. */
  title?: string; name?: string; sha256?: string; bytes?: number;
  taken_in: string; facts: Fact[];
  file: string | null; text: string | null; messages: string | null;
}

export interface Message {
  n: number; author: string | null; time: Moment; kind: string; text: string; deleted: boolean; edited: Moment | null;
  attachments: { name: string; missing: string | null }[];
}

export interface Data {
  dossier: {
    title: string; scope: string; questions: string[]; made: string;
    claims: Claim[]; evidence: Item[]; problems: { claim: string | null; text: string }[];
  };
  messages: { evidence: string; total?: number; runs: { from: number; to: number; messages: Message[] }[] }[];
  signer: { fingerprint: string; words: string[] };
  custody: [number, number] | null;
}
