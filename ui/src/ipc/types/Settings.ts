// Written by a test of the locker crate from its views. Do not edit.

/**
 * What may be set. Kept in the locker.
 */
export type Settings = {
/**
 * Minutes without input after which it locks; 0 for never.
 */
idle_minutes: number,
/**
 * `system`, `light`, `dark`, `field`.
 */
theme: string,
/**
 * `en`, `ru`, `uk`, or empty for the system's.
 */
language: string,
/**
 * Whether single letters act.
 */
letter_keys: boolean, };
