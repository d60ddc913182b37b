// What a locker does without being asked, in the real window: it locks before the system sleeps and with the session, gives way to a
// decoy under coercion, and destroys itself when the last try is spent.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BIN, CASE, start } from "./drive/app.mjs";
import { stepsOf } from "./drive/steps.mjs";
import { startBus } from "./drive/bus.mjs";

const OWN = "lantern orchard velvet quarry";
const DECOYS = "harbour pencil window seldom";
const COERCED = "marble kettle ribbon thirteen";

/** A place with the lockers `true` (source Alder) and `other` (source Birch), made in a terminal. */
function makeLockers() {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-guard-"));
  const home = join(folder, "home");
  const lockers = join(home, "Vouchsafe");
  mkdirSync(lockers, { recursive: true });
  const key = join(folder, "key");
  const run = (passphrase, ...args) => {
    writeFileSync(key, `${passphrase}\n${passphrase}\n`);
    const ran = spawnSync(join(BIN, "vouchsafe"), [...args, "--passphrase-file", key], { encoding: "utf8", env: { ...process.env, HOME: home } });
    assert.equal(ran.status, 0, `${args.join(" ")}: ${ran.stderr}`);
  };
  for (const [name, passphrase, codename] of [["true", OWN, "Alder"], ["other", DECOYS, "Birch"]]) {
    const locker = join(lockers, `${name}.locker`);
    run(passphrase, "create", locker);
    run(passphrase, "source", "add", locker, codename);
    run(passphrase, "import", "--source", codename, locker, join(CASE, "photos/photo_2024-10-17.jpg"));
  }
  rmSync(key);
  return { folder, home, mine: join(lockers, "true.locker"), other: join(lockers, "other.locker") };
}

const isOpen = (locker) => existsSync(join(locker, "db-wal"));

test("the locker locks when the person leaves, and gives way or dies where it was told to", { timeout: 600_000 }, async (t) => {
  const made = makeLockers();
  t.after(() => rmSync(made.folder, { recursive: true, force: true }));
  const bus = await startBus(made.folder);
  t.after(() => bus.stop());
  const app = await start(["--locker", made.mine], { pictures: "guard", home: made.home, surroundings: { DBUS_SYSTEM_BUS_ADDRESS: bus.address } });
  t.after(() => app.stop());
  const { page } = app;
  const step = stepsOf(t, page);
  const half = (name) => page.until(async () => page.run((title) => [...document.querySelectorAll("section[aria-labelledby]")].find((one) => document.getElementById(one.getAttribute("aria-labelledby"))?.textContent === title) ?? null, name), `the part “${name}”`);
  const tryWith = async (passphrase) => {
    const form = await half("Unlock");
    await page.write("textbox", "Passphrase", passphrase, { within: form });
    await page.keys("Enter");
  };
  const unlock = async (passphrase, codename) => {
    await tryWith(passphrase);
    await page.find("heading", codename, { patience: 60_000 });
  };
  const settings = async () => page.click("button", /^Settings/u, { within: await page.find("navigation", "Locker") });

  await step("sleep waits for the keys to go, and the locker is shut when it is let go", async () => {
    await bus.says("inhibited sleep delay");
    await unlock(OWN, "Alder");
    assert.ok(isOpen(made.mine));
    assert.ok(bus.quiet(), "nothing lets go before there is a reason");
    bus.tell("sleep");
    await bus.says("released");
    assert.ok(!isOpen(made.mine), "the locker was shut before the system was let go");
    await half("Unlock");
    assert.ok(!(await page.text()).includes("Alder"), "nothing of the locker is left on the page");
    bus.tell("wake");
    await bus.says("inhibited sleep delay");
  });

  await step("an original that the disk has lost is told while the locker is open", async () => {
    const blob = readdirSync(join(made.mine, "blobs"), { recursive: true }).map((name) => join(made.mine, "blobs", name)).find((path) => statSync(path).isFile() && statSync(path).size > 100_000);
    const whole = readFileSync(blob);
    const altered = Buffer.from(whole);
    altered[altered.length >> 1] ^= 1;
    writeFileSync(blob, altered);
    await unlock(OWN, "Alder");
    await page.says("A part of this locker is damaged", 60_000);
    await page.picture("damage-told");
    await page.click("button", "Custody", { within: await page.run(() => document.querySelector(".failed")) });
    await page.find("heading", "Custody");
    writeFileSync(blob, whole);
    bus.tell("lock");
    await page.until(() => !isOpen(made.mine), "the locker to shut");
    await half("Unlock");
  });

  await step("the session's lock is the locker's", async () => {
    await unlock(OWN, "Alder");
    bus.tell("lock");
    await page.until(() => !isOpen(made.mine), "the locker to shut");
    await half("Unlock");
  });

  await step("the settings say what the system tells of", async () => {
    await unlock(OWN, "Alder");
    await settings();
    await page.says("On sleep: yes");
    await page.says("When the session or the screen is locked: yes");
    await page.picture("01-locking");
  });

  await step("a decoy is set: its locker, its passphrase, the passphrase under coercion twice", async () => {
    await page.says("A decoy withstands a look, not a laboratory.");
    await page.says("No decoy is set.");
    await page.click("button", "Set a decoy…");
    const dialog = await page.find("dialog", "Set a decoy");
    app.pick(made.other);
    await page.click("button", "Choose the decoy’s folder…", { within: dialog });
    await page.says("Decoy: other");
    await page.write("textbox", "The decoy’s own passphrase", "not this one at all", { within: dialog });
    await page.click("button", "Open the decoy", { within: dialog });
    await page.says("Wrong passphrase.", 60_000);
    await page.write("textbox", "The decoy’s own passphrase", DECOYS, { within: dialog });
    await page.click("button", "Open the decoy", { within: dialog });
    await page.write("textbox", "Passphrase under coercion", COERCED, { within: dialog, patience: 60_000 });
    await page.write("textbox", "The same once more", "marble kettle", { within: dialog });
    await page.picture("02-decoy");
    await page.says("The two are not the same.");
    await page.write("textbox", "The same once more", COERCED, { within: dialog });
    await page.click("button", "Set the decoy", { within: dialog });
    await page.says("The decoy is set.", 60_000);
    await page.picture("03-decoy-set");
    await page.click("button", "Done", { within: dialog });
    await page.says("A decoy is set.");
  });

  await step("limits are set within their bounds only, and tries are counted on the first screen", async () => {
    const [tries, days] = ["Wrong passphrases in a row before it is wiped", "Days without being opened before it is wiped"];
    await page.write("textbox", tries, "2");
    await page.says("Not within these bounds.");
    await page.write("textbox", tries, "3");
    await page.write("textbox", days, "400");
    await page.click("button", "Set the limits");
    await page.says("Wiped after 3 wrong passphrases in a row.");
    await page.says("Wiped after 400 days without being opened.");
    await page.picture("04-limits");
    await page.click("button", "Lock now");
    await page.says("3 tries are left before this locker destroys itself.");
    await tryWith("a guess that is wrong");
    await page.says("Wrong passphrase. 2 tries left.", 60_000);
    await page.picture("05-tries");
    await unlock(OWN, "Alder");
    await page.click("button", "Lock now");
  });

  await step("the passphrase under coercion opens the decoy, and the true one nothing any more", async () => {
    await unlock(COERCED, "Birch");
    assert.ok(!(await page.text()).includes("Alder"));
    await page.picture("06-decoy");
    await page.click("button", "Lock now");
    await tryWith(OWN);
    await page.says(/Wrong passphrase\./u, 60_000);
  });

  await step("when the last try is spent the locker is gone, and the screen says so", async () => {
    app.pick(made.other);
    await page.click("button", "Open from another place…");
    await unlock(DECOYS, "Birch");
    await settings();
    await page.write("textbox", "Wrong passphrases in a row before it is wiped", "3");
    await page.click("button", "Set the limits");
    await page.says("The limits are set.");
    await page.click("button", "Lock now");
    for (const said of ["2 tries left.", "1 try left."]) {
      await tryWith("a guess that is wrong");
      await page.says(said, 60_000);
    }
    await tryWith("a guess that is wrong");
    await page.says("This locker was wiped", 60_000);
    await page.picture("07-last-try");
    assert.ok(!existsSync(join(made.other, "db")), "nothing is left to open");
  });
});
