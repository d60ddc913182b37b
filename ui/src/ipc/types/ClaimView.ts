// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { ClaimStatus } from "./ClaimStatus";
import type { Counts } from "./Counts";
import type { LinkView } from "./LinkView";

export type ClaimView = { id: string, statement: string, about: string | null, status: ClaimStatus, counts: Counts, supporting_groups: Array<string>, contradicting_groups: Array<string>, links: Array<LinkView> };
