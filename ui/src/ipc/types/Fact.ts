// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { FactOrigin } from "./FactOrigin";
import type { Moment } from "./Moment";

export type Fact = { key: string, value: string, origin: FactOrigin, time: Moment | null };
