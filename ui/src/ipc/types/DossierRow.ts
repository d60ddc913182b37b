// Written by a test of the locker crate from its views. Do not edit.

/**
 * A dossier that was exported earlier.
 */
export type DossierRow = {
/**
 * Its title.
 */
title: string,
/**
 * When.
 */
at: string,
/**
 * As in [`DossierMade`].
 */
digest: string,
/**
 * Claims in it.
 */
claims: number,
/**
 * Items in it.
 */
evidence: number, };
