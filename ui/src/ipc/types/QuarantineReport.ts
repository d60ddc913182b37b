// Written by a test of the locker crate from its views. Do not edit.
import type { SetApart } from "./SetApart";

/**
 * What a check with quarantine found and did.
 */
export type QuarantineReport = {
/**
 * Items that are marked now.
 */
set_apart: Array<SetApart>,
/**
 * Items that were marked and are whole again.
 */
whole_again: Array<string>,
/**
 * Blobs read whole and compared with their digests.
 */
blobs: number,
/**
 * Items whose bytes are not what was taken in.
 */
damaged: Array<string>,
/**
 * Items whose blob is missing.
 */
missing: Array<string>,
/**
 * Those of the damaged whose bytes the disk does not give: a failing disk, or rights that are missing.
 */
unreadable: Array<string>,
/**
 * Whether the database's pages authenticate.
 */
database: boolean,
/**
 * Whether rows were put back, taken out or changed from outside.
 */
rows_altered: boolean,
/**
 * Custody entries that do not chain.
 */
log_broken: Array<number>,
/**
 * Sealed files that the database has never heard of: kept, since an older database may have been put back.
 */
strays: number, };
