// Written by a test of the locker crate from its views. Do not edit.
import type { CheckReport } from "./CheckReport";

/**
 * What a restore brought back.
 */
export type RestoreMade = {
/**
 * When the backup was made, RFC 3339.
 */
made: string,
/**
 * Sealed files that are what was backed up.
 */
restored: number,
/**
 * Bytes that were read.
 */
bytes: number,
/**
 * Sealed files that are damaged or missing in the backup.
 */
lost: number,
/**
 * Whether everything is as it was backed up, and the check found nothing.
 */
sound: boolean,
/**
 * Whether the check came to its end.
 */
checked: boolean,
/**
 * What the check of the new locker found.
 */
check: CheckReport, };
