// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { ZoneKnown } from "./ZoneKnown";

export type Moment = { utc: string | null, raw: string, zone: ZoneKnown, wall: number | null };
