/// <reference types="svelte" />
/// <reference types="vite/client" />

/** The program's version, from package.json. */
declare const __VERSION__: string;
