// Written by a test of the locker crate from its views. Do not edit.
import type { ClaimView } from "./ClaimView";
import type { MatrixGroup } from "./MatrixGroup";

/**
 * The matrix: claims down, items across, grouped by independence.
 */
export type MatrixView = {
/**
 * Claims with all their links; a cell is the links of one claim to one item.
 */
claims: Array<ClaimView>,
/**
 * Columns: groups in order, each with its linked items.
 */
groups: Array<MatrixGroup>, };
