// Written by a test of the locker crate from its views. Do not edit.
import type { ClaimView } from "./ClaimView";
import type { EvidenceRow } from "./EvidenceRow";
import type { Fact } from "./Fact";
import type { VerifyView } from "./VerifyView";

/**
 * A dossier open for review.
 */
export type ReviewView = {
/**
 * Its title.
 */
title: string,
/**
 * Questions to the panel.
 */
questions: Array<string>,
/**
 * What verification found.
 */
report: VerifyView,
/**
 * When it was signed.
 */
signed: string | null,
/**
 * Claims with their excerpts; empty unless intact or the person chose to look all the same.
 */
claims: Array<ClaimView>,
/**
 * Items that came.
 */
items: Array<EvidenceRow>,
/**
 * What the items claim about themselves, by item.
 */
claimed: Array<[string, Array<Fact>]>, };
