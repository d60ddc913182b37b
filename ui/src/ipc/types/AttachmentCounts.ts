// Written by a test of the locker crate from its views. Do not edit.

/**
 * Attachments of a chat.
 */
export type AttachmentCounts = {
/**
 * In the locker now.
 */
found: number,
/**
 * Named by the export but not there.
 */
missing: number, };
