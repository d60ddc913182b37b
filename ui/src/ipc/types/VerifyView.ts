// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
import type { SignerView } from "./SignerView";
import type { VerifyCustody } from "./VerifyCustody";
import type { VerifyFiles } from "./VerifyFiles";

export type VerifyView = { outcome: string, signer: SignerView | null, files: VerifyFiles, custody: VerifyCustody, digest: string | null };
