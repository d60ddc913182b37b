// The program in a place of its own: a home folder, a file that answers its native dialogs, and a window of known size.

import { appendFileSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Page } from "./page.mjs";
import { Session } from "./webdriver.mjs";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const CASE = join(ROOT, "assets/sample-case");
export const ARTEFACTS = process.env.DESKTOP_ARTEFACTS ?? join(ROOT, "tests/desktop/artefacts");
export const BIN = process.env.DESKTOP_BIN ?? join(ROOT, "target/desktop-test");

/** Starts the window. `args` name a locker; `folder` is made anew and removed by `stop()`; a `home` that is given stays. */
export async function start(args = [], { pictures = "", surroundings = {}, home: given } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-desktop-"));
  const home = given ?? join(folder, "home");
  const picks = join(folder, "picks");
  mkdirSync(home, { recursive: true });
  writeFileSync(picks, "");
  const env = { HOME: home, VOUCHSAFE_TEST_PICKS: picks, LC_ALL: "C.UTF-8", LANG: "C.UTF-8", TZ: "Europe/Kyiv", ...surroundings };
  mkdirSync(join(ARTEFACTS, pictures), { recursive: true });
  const session = await Session.start({ binary: join(BIN, "vouchsafe-desktop"), args, env, said: join(ARTEFACTS, pictures, "said.log") });
  const page = new Page(session, join(ARTEFACTS, pictures));
  await page.size(1440, 900);
  return {
    page, folder, home,
    /** What the next native dialog answers. */
    pick: (...paths) => appendFileSync(picks, `${paths.join("\t")}\n`),
    async stop() {
      await session.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
