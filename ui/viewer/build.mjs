// Builds the viewer into one file, src-tauri/crates/dossier/src/open-me.html, which the dossier crate puts into every
// dossier. `--check` says whether that file is the one these sources give. Same sources, same bytes.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../src-tauri/crates/dossier/src/open-me.html");
const require = createRequire(import.meta.url);
const read = (path) => readFileSync(join(here, path), "utf8");

const LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212";
const CYRILLIC = "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116";

function face(family, file, range) {
  const bytes = readFileSync(require.resolve(`@fontsource-variable/${file}-wght-normal.woff2`)).toString("base64");
  return `@font-face{font-family:"${family}";font-weight:200 900;src:url(data:font/woff2;base64,${bytes}) format("woff2");unicode-range:${range}}`;
}

const fonts = ["latin", "cyrillic"].flatMap((script) => {
  const range = script === "latin" ? LATIN : CYRILLIC;
  return [face("Inter Variable", `inter/files/inter-${script}`, range), face("Source Serif 4 Variable", `source-serif-4/files/source-serif-4-${script}`, range)];
});
const squeeze = (css) => css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ").trim();
const style = [...fonts, squeeze(read("../src/tokens.css")), squeeze(read("viewer.css"))].join("\n");

const built = await build({
  configFile: false, logLevel: "warn",
  build: { write: false, target: "es2022", minify: true, lib: { entry: join(here, "viewer.ts"), formats: ["iife"], name: "viewer" } },
});
const script = built[0].output[0].code.trim().replaceAll("</", "<\\/");

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'", `script-src ${hash(script)}`, `style-src ${hash(style)}`, "img-src 'self' file:", "media-src 'self' file:",
  "font-src data:", "base-uri 'none'", "form-action 'none'",
].join("; ");
const page = read("page.html").replace("{{policy}}", () => policy).replace("{{style}}", () => style).replace("{{script}}", () => script);

if (!process.argv.includes("--check")) writeFileSync(target, page);
else if (readFileSync(target, "utf8") !== page) {
  console.error("open-me.html is not what ui/viewer gives: run node viewer/build.mjs");
  process.exitCode = 1;
}
