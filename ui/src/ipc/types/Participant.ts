// Written by a test of the locker crate from its views. Do not edit.

/**
 * Who writes in a chat.
 */
export type Participant = {
/**
 * Display name; absent for deleted accounts.
 */
name: string | null,
/**
 * How many messages.
 */
messages: number, };
