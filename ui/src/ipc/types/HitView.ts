// Written by a test of the locker crate from its views. Do not edit.
import type { Moment } from "./Moment";
import type { Selector } from "./Selector";

/**
 * One hit.
 */
export type HitView = {
/**
 * `E-014`; empty for a claim or a source note.
 */
evidence: string,
/**
 * The item's title, the claim's number or the codename.
 */
title: string,
/**
 * Kind code, `claim` or `source`.
 */
kind: string,
/**
 * Codename.
 */
source: string,
/**
 * The exact place.
 */
at: Selector,
/**
 * Words around it.
 */
snippet: string,
/**
 * Start and length, in characters of `snippet`, of what matched.
 */
marks: Array<[number, number]>,
/**
 * Who wrote it, for messages.
 */
author: string | null,
/**
 * When, for messages.
 */
time: Moment | null, };
