// axe-core on what stands in the window. Serious and critical findings fail; the rest is only told.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Findings of this screen as lines: `impact rule: where`. */
export async function findings(page) {
  if (!(await page.run(() => typeof window.axe === "object"))) await page.session.post("/execute/sync", { script: SOURCE, args: [] });
  const result = await page.session.runAsync(() => window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
    .then(({ violations }) => violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => ({ id, impact, html: node.html.slice(0, 220), says: (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? "" })))));
  return result.map(({ id, impact, html, says }) => ({ grave: impact === "serious" || impact === "critical", line: `${impact} ${id}: ${says} ${html}` }));
}
