// Written from the Rust views; a test of the locker crate keeps it. Do not edit.
export type DossierRequest = { title: string, questions: Array<string>, claims: Array<string>, all: boolean, leave_out: Array<string>, whole_chats: boolean, recipients: Array<string>, unsealed: boolean };
