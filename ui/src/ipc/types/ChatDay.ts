// Written by a test of the locker crate from its views. Do not edit.

/**
 * A day of a chat, for jumping and for the scroll bar.
 */
export type ChatDay = {
/**
 * `2023-03-14`, or empty where no time is known.
 */
day: string,
/**
 * First `n` of the day.
 */
from: number,
/**
 * Messages.
 */
count: number, };
