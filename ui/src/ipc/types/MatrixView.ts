// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { ClaimView } from "./ClaimView";
import type { MatrixGroup } from "./MatrixGroup";

export type MatrixView = { claims: Array<ClaimView>, groups: Array<MatrixGroup> };
