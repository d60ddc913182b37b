// Written by a test of the locker crate from its views. Do not edit.

/**
 * What to hand over.
 */
export type DossierRequest = {
/**
 * Its name and what the panel is asked.
 */
title: string,
/**
 * The questions to the panel.
 */
questions: Array<string>,
/**
 * Claims by id; empty and `all` true for all.
 */
claims: Array<string>,
/**
 * All claims.
 */
all: boolean,
/**
 * Items that stay here although a chosen claim links to them.
 */
leave_out: Array<string>,
/**
 * Items of chats leave as the linked messages with this many around them, unless `whole_chats`.
 */
whole_chats: boolean,
/**
 * age public keys, `age1…`.
 */
recipients: Array<string>,
/**
 * Sealed to nobody, after a warning.
 */
unsealed: boolean, };
