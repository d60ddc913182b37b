// Written by a test of the locker crate from its views. Do not edit.
import type { FactOrigin } from "./FactOrigin";
import type { Moment } from "./Moment";

/**
 * Something a file says about itself. *Claimed*, never proved: whoever made the file could have written anything.
 */
export type Fact = {
/**
 * Kebab-case code of what it is about: `date-taken`, `gps`, `camera`, `width`, `height`, `orientation`, `author`,
 * `producer`, `created`, `modified`, `pages`, `charset`, `participants`, `chat-name`, …
 */
key: string,
/**
 * The value as text, bounded to 2,000 characters; coordinates as `49.83970,24.02970`.
 */
value: string,
/**
 * Where it is written.
 */
origin: FactOrigin,
/**
 * The same as a time, where it is one.
 */
time?: Moment | null, };
