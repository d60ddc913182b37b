// House rules of the window that a machine can hold.
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

export default ts.config(
  { ignores: ["dist/", "viewer/dist/", "src/ipc/types/"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    rules: {
      // The page's policy allows neither inline styles nor code from strings.
      "svelte/no-inline-styles": ["error", { allowTransitions: false }],
      "svelte/no-at-html-tags": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "svelte/button-has-type": "error",
      "svelte/prefer-svelte-reactivity": "off",
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "No network: IPC lives in src/ipc, bytes come through evidence://." },
        { name: "localStorage", message: "Nothing is written outside the locker." },
        { name: "sessionStorage", message: "Nothing is written outside the locker." },
      ],
    },
  },
  {
    // All IPC sits behind one file.
    files: ["src/**"],
    ignores: ["src/ipc/index.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ group: ["@tauri-apps/*"], message: "Use src/ipc." }] }] },
  },
);
