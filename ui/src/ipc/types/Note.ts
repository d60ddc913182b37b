// Written by a test of the locker crate from its views. Do not edit.

/**
 * Something an import has to say, as a code with figures. Faces turn codes into sentences.
 */
export type Note = {
/**
 * Kebab-case code, e.g. `messages-unparsed`.
 */
code: string,
/**
 * How many, where the code counts something.
 */
count?: number | null,
/**
 * A short detail from the file itself (a charset, a format version), bounded to 200 characters.
 */
detail?: string | null, };
