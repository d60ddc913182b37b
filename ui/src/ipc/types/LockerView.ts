// Written by a test of the locker crate from its views. Do not edit.
import type { HeadView } from "./HeadView";
import type { SourceRow } from "./SourceRow";

/**
 * The open locker as the frame shows it.
 */
export type LockerView = {
/**
 * Folder name without `.locker`.
 */
name: string,
/**
 * The bundled sample case.
 */
sample: boolean,
/**
 * Sources in the order of their codenames.
 */
sources: Array<SourceRow>,
/**
 * Claims in the locker.
 */
claims: number,
/**
 * Dossiers exported from it.
 */
dossiers: number,
/**
 * Short line of the custody head, e.g. `7f3a 91c2 · 4,812` without grouping: hash part.
 */
head: HeadView,
/**
 * Whether secrets could be locked in memory.
 */
memory_locked: boolean,
/**
 * A part of the locker was an older copy when it was unlocked: `database-older`, `slots-older`, or rows of it were altered: `rows-altered`. Nothing was deleted.
 * Or `limits-altered`: the limits were changed without a passphrase, and are as they were set again.
 */
standing: string | null,
/**
 * As in [`LockerRef`].
 */
disk: Array<string>, };
