// A bus and a stand-in for logind (bus.py), spoken to by lines.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "./app.mjs";

export async function startBus(folder) {
  const child = spawn("python3", [join(ROOT, "tests/desktop/bus.py"), folder], { stdio: ["pipe", "pipe", "inherit"] });
  const said = [];
  let heard = () => undefined;
  createInterface({ input: child.stdout }).on("line", (line) => { said.push(line); heard(); });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  /** Waits for a line that begins so and has not been waited for yet. */
  const says = async (start, patience = 15_000) => {
    const end = Date.now() + patience;
    for (;;) {
      const at = said.findIndex((line) => line.startsWith(start));
      if (at >= 0) return said.splice(at, 1)[0];
      if (Date.now() > end) throw new Error(`the bus did not say “${start}” within ${patience} ms; it said: ${said.join(" | ")}`);
      await new Promise((resolve) => { heard = resolve; setTimeout(resolve, 200); });
    }
  };
  return {
    address: (await says("address ")).slice("address ".length),
    says,
    quiet: () => said.length === 0,
    tell: (word) => child.stdin.write(`${word}\n`),
    async stop() { child.stdin.end(); await ended; },
  };
}
