// Written by a test of the locker crate from its views. Do not edit.
import type { SignerView } from "./SignerView";
import type { VerifyCustody } from "./VerifyCustody";
import type { VerifyFiles } from "./VerifyFiles";

/**
 * What verification found.
 */
export type VerifyView = {
/**
 * `intact`, `altered`, `incomplete`, `unsigned`, `unknown-signer`.
 */
outcome: string,
/**
 * Who signed.
 */
signer: SignerView | null,
/**
 * Files.
 */
files: VerifyFiles,
/**
 * Custody proofs.
 */
custody: VerifyCustody,
/**
 * SHA-256 of the tag manifest.
 */
digest: string | null, };
