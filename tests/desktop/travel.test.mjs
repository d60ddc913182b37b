// What keeps a locker from being lost, in the real window: a backup, a second one, recovery shares on paper, the way to a journey up to
// the wipe, and the way back: with the passphrase, and with shares.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BIN, CASE, start } from "./drive/app.mjs";
import { stepsOf } from "./drive/steps.mjs";
import { findings } from "./drive/axe.mjs";
import { whitePart } from "./drive/png.mjs";

const OWN = "lantern orchard velvet quarry";
/** Long enough to be stopped in the middle. */
const LARGE = 400 * 1024 * 1024;
const AFTER = "harbour pencil window seldom";

/** A home with the locker `spring`: source Alder, one photo. Made in a terminal. */
function makeLocker() {
  const folder = mkdtempSync(join(tmpdir(), "vouchsafe-travel-"));
  const home = join(folder, "home");
  const locker = join(home, "Vouchsafe", "spring.locker");
  mkdirSync(join(home, "Vouchsafe"), { recursive: true });
  const key = join(folder, "key");
  const run = (...args) => {
    writeFileSync(key, `${OWN}\n${OWN}\n`);
    const ran = spawnSync(join(BIN, "vouchsafe"), [...args, "--passphrase-file", key], { encoding: "utf8", env: { ...process.env, HOME: home } });
    assert.equal(ran.status, 0, `${args.join(" ")}: ${ran.stderr}`);
  };
  run("create", locker);
  run("source", "add", locker, "Alder");
  run("import", "--source", "Alder", locker, join(CASE, "photos/photo_2024-10-17.jpg"));
  rmSync(key);
  return { folder, home, locker, stick: join(folder, "STICK") };
}

test("a locker is backed up, carried by people, wiped for a journey and brought back", { timeout: 900_000 }, async (t) => {
  const made = makeLocker();
  mkdirSync(made.stick);
  writeFileSync(join(made.stick, "holiday.txt"), "Nothing of ours.");
  t.after(() => rmSync(made.folder, { recursive: true, force: true }));
  const app = await start(["--locker", made.locker], { pictures: "travel", home: made.home });
  t.after(() => app.stop());
  const { page } = app;
  const grave = [];
  const step = stepsOf(t, page);
  const wear = (theme) => page.run((name) => { document.documentElement.dataset.theme = name; }, theme);
  /** The screen in light and dark, without anything serious for axe; in the small window and at 200 % as pictures. */
  const look = async (name) => {
    for (const theme of ["light", "dark"]) {
      await wear(theme);
      await page.picture(`${name}-${theme}`);
      for (const { grave: bad, line } of await findings(page)) if (bad) grave.push(`${name} (${theme}): ${line}`);
    }
    await wear("field");
    await page.picture(`${name}-field`);
    const white = whitePart(page.pictureOf(`${name}-field`));
    if (white > 0) grave.push(`${name}: ${white} pixels of the field theme are not red`);
    await wear("light");
    await page.size(1024, 640);
    await page.until(() => page.run(() => innerWidth <= 1024), "the small window");
    await page.picture(`${name}-small`);
    await page.size(640, 400);
    await page.until(() => page.run(() => innerWidth <= 640), "the window at 200 %");
    await page.picture(`${name}-double`);
    await page.size(1440, 900);
    await page.until(() => page.run(() => innerWidth > 1400), "the large window");
  };
  const rail = async (name) => page.click("button", name, { within: await page.find("navigation", /./u) });
  const half = (name) => page.until(async () => page.run((title) => [...document.querySelectorAll("section[aria-labelledby]")].find((one) => document.getElementById(one.getAttribute("aria-labelledby"))?.textContent === title) ?? null, name), `the part “${name}”`);
  const unlock = async (passphrase) => {
    await page.write("textbox", "Passphrase", passphrase, { within: await half("Unlock") });
    await page.keys("Enter");
    await page.find("heading", "Alder", { patience: 60_000 });
  };
  /** Thirty words as if from the clipboard: key by key they take the driver five seconds. */
  const paste = async (name, words, options) => page.run((one, text) => { one.focus(); one.value = text; one.dispatchEvent(new InputEvent("input", { bubbles: true })); }, await page.find("textbox", name, options), words);
  const backup = join(made.stick, "Vouchsafe backup");

  await step("a backup is made in a folder of its own, and says what was done", async () => {
    await unlock(OWN);
    await rail("Backup");
    await page.says("No backup has been made.");
    await look("01-never");
    app.pick(made.stick);
    await page.click("button", "Choose a folder…");
    await page.says("Goes to: STICK / Vouchsafe backup");
    await page.click("button", "Back up now");
    await page.says("The backup is made.", 60_000);
    await page.says("2 sealed files copied."); // the photo and its small picture
    await page.says("Every file was read back and compared.");
    await page.says("Nothing has changed since.");
    assert.ok(existsSync(join(backup, "vouchsafe-backup")));
    await look("02-made");
  });

  await step("a second run has nothing new; after an import it copies only that", async () => {
    await page.click("button", "Back up now");
    await page.says("Nothing new. 2 sealed files were there already.", 60_000);
    await rail(/^Alder/u);
    app.pick(join(CASE, "photos/bank-message.png"));
    await page.click("button", "Import files…");
    await page.click("button", "Done", { within: await page.find("dialog", "Import report", { patience: 60_000 }) });
    await rail("Backup");
    await page.says("Something has changed since.");
    await page.click("button", "Back up now");
    await page.says("2 sealed files copied. 2 were there already.", 60_000);
  });

  const shares = [];
  await step("shares are made, shown one at a time, saved as a page of PDF", async () => {
    await page.click("button", "Make shares…");
    const dialog = await page.find("dialog", "Recovery shares");
    await page.write("textbox", "People who get a share", "1", { within: dialog });
    await page.picture("03-numbers-bad");
    await page.write("textbox", "People who get a share", "3", { within: dialog });
    await look("03-numbers");
    await page.click("button", "Make the shares", { within: dialog });
    for (let place = 1; place <= 3; place += 1) {
      await page.find("heading", `Share ${place} of 3`, { patience: 60_000 });
      if (place === 1) await look("04-share-hidden");
      await page.click("button", "Show the words");
      const list = await page.find("list", "Words of this share");
      const words = (await page.text(list)).split(/\s+/u).filter((word) => /^[a-z]+$/u.test(word));
      assert.equal(words.length, 30);
      shares.push(words.join(" "));
      if (place === 1) {
        await look("05-share");
        app.pick(join(made.folder, "share-1.pdf"));
        await page.click("button", "Save as PDF…");
        await page.says("Saved. Print it, then delete the file");
        await page.picture("06-saved");
      }
      await page.click("button", place < 3 ? "Next share" : "Type them back");
    }
    assert.equal(new Set(shares).size, 3);
    const file = join(made.folder, "share-1.pdf");
    assert.equal(readFileSync(file).subarray(0, 5).toString(), "%PDF-");
    assert.equal(statSync(file).mode & 0o777, 0o600, "nobody else may read it");
    const text = spawnSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" });
    if (text.status === 0) {
      const read = [...text.stdout.matchAll(/\d+\.\s+([a-z]+)/gu)].map((match) => match[1]).join(" ");
      assert.equal(read, shares[0], "what is printed is what was shown");
    }
  });

  await step("typed back: a slip is named by its place, a right share is ticked", async () => {
    const wrong = shares[0].split(" ");
    wrong[6] = wrong[6] === "zoo" ? "able" : "zoo";
    await paste("Thirty words of a share", wrong.join(" "));
    await page.click("button", "Check this share");
    await page.says("This share: word 7 does not fit the others");
    await look("07-slip");
    await paste("Thirty words of a share", wrong.slice(0, 29).join(" "));
    await page.click("button", "Check this share");
    await page.says("This share: 29 words, and a share has thirty");
    for (const [at, words] of shares.entries()) {
      await paste("Thirty words of a share", words.toUpperCase());
      await page.click("button", "Check this share");
      await page.says(`Share ${at + 1} is right.`);
    }
    await page.picture("08-typed-back");
    await page.click("button", "Done", { within: await page.find("dialog", "Recovery shares") });
    await page.says("any 2 of 3");
    await look("09-sets");
  });

  await step("the way to a journey cannot be walked out of order", async () => {
    await page.says("Something has changed since the last backup, or it was not read back whole.");
    const holds = await page.all("button", "Hold to wipe");
    assert.equal(await page.run((one) => one.getAttribute("aria-disabled"), holds.at(-1)), "true", "the wipe waits");
    await page.run((one) => one.scrollIntoView({ block: "center" }), holds.at(-1));
    await page.pressDown(holds.at(-1));
    assert.ok(!(await page.has("alertdialog")), "holding it does nothing");
    await page.letGo();
    await page.click("button", "Back up and read back");
    await page.says("Every file was read back and compared. Nothing has changed since.", 60_000);
    await page.write("textbox", "Passphrase at the time of the backup", "not this one at all");
    await page.click("button", "Open the backup");
    await page.says("Wrong passphrase.", 60_000);
    await page.write("textbox", "Passphrase at the time of the backup", OWN);
    await page.click("button", "Open the backup");
    await page.says("It opened: made", 60_000);
    await page.run((one) => one.scrollIntoView({ block: "center" }), (await page.all("button", "Hold to wipe")).at(-1));
    await look("10-travel");
  });

  await step("in Russian and Ukrainian the screen holds", async () => {
    for (const [language, name] of [["Русский", "ru"], ["Українська", "uk"]]) {
      await rail(/^(Settings|Настройки|Налаштування)$/u);
      await page.click("radio", language);
      await page.until(() => page.run((code) => document.documentElement.lang === code, name), language);
      await rail(/^Резерв/u);
      await page.find("heading", /^Резерв/u);
      await page.picture(`11-${name}`);
      await page.run(() => document.querySelector("[data-pane=backup]").scrollTo(0, 1e6));
      await page.picture(`12-${name}-end`);
      await page.size(1024, 640);
      await page.until(() => page.run(() => innerWidth <= 1024), "the small window");
      await page.picture(`12-${name}-small`);
      await page.size(1440, 900);
      await page.until(() => page.run(() => innerWidth > 1400), "the large window");
      await page.click("button", name === "ru" ? "Создать доли…" : "Створити частки…");
      await page.find("dialog", /./u);
      await page.picture(`12-${name}-shares`);
      await page.keys("Escape");
    }
    await rail(/^Налаштування$/u);
    await page.click("radio", "English");
    await page.find("heading", "Settings");
    await rail("Backup");
  });

  await step("what was done after the backup takes the wipe away again; held to its end on a fresh one, nothing is left", async () => {
    const openIt = async () => {
      await page.write("textbox", "Passphrase at the time of the backup", OWN);
      await page.click("button", "Open the backup");
      await page.says("It opened: made", 60_000);
    };
    const waits = async () => page.run((one) => one.getAttribute("aria-disabled") === "true", (await page.all("button", "Hold to wipe")).at(-1));
    // Changing the language is no act on the locker; the backup must be opened anew all the same, since this screen was left.
    assert.ok(await waits());
    await openIt();
    assert.ok(!(await waits()));
    await page.click("button", "Add source", { within: await page.find("navigation", /./u) });
    await page.write("textbox", "Codename", "Rowan", { within: await page.find("dialog", "Add source") });
    await page.keys("Enter");
    await page.find("heading", "Rowan");
    await rail("Backup");
    await page.says("Something has changed since the last backup, or it was not read back whole.");
    assert.ok(await waits(), "one act more, and the wipe waits again");
    await page.click("button", "Back up and read back");
    await page.says("Every file was read back and compared. Nothing has changed since.", 60_000);
    assert.ok(await waits(), "another backup has to be opened anew");
    await openIt();
    // The disk goes between the steps and the hold: it is asked for while it is held.
    renameSync(made.stick, `${made.stick} away`);
    const gone = (await page.all("button", "Hold to wipe")).at(-1);
    await page.run((one) => one.scrollIntoView({ block: "center" }), gone);
    await page.pressDown(gone);
    await page.says("The backup is not fresh any more. Nothing was wiped.");
    await page.letGo();
    assert.ok(existsSync(join(made.locker, "db")), "nothing was wiped");
    renameSync(`${made.stick} away`, made.stick);
    await rail(/^Rowan/u);
    await rail("Backup");
    await openIt();
    const hold = (await page.all("button", "Hold to wipe")).at(-1);
    await page.run((one) => one.scrollIntoView({ block: "center" }), hold);
    await page.pressDown(hold);
    await page.find("heading", "Wiped", { patience: 30_000 });
    await page.letGo();
    await page.says("What lies in a backup elsewhere comes back");
    await look("13-wiped");
    assert.ok(!existsSync(join(made.locker, "db")), "nothing is left here");
  });

  await step("restored with the passphrase: its date is shown first, and the item is there", async () => {
    await page.click("button", "Done");
    await half("Unlock");
    await look("14-door");
    for (const [language, open, shares] of [["Русский", "Восстановить из копии…", "Долями восстановления"], ["Українська", "Відновити з копії…", "Частками відновлення"]]) {
      await page.click("radio", language);
      await page.picture(`14-door-${language}`);
      app.pick(made.stick);
      await page.click("button", open);
      const dialog = await page.find("dialog", /./u);
      await page.clickOn((await page.all("button", /…$/u, dialog))[0]);
      await page.click("radio", shares, { within: dialog });
      await page.picture(`14-restore-${language}`);
      await page.keys("Escape");
    }
    await page.click("radio", "English");
    await page.click("button", "Restore a backup…");
    const dialog = await page.find("dialog", "Restore a backup");
    app.pick(made.home);
    await page.click("button", "Choose the backup’s folder…", { within: dialog });
    await page.says("There is no backup in this folder");
    app.pick(made.stick);
    await page.click("button", "Choose the backup’s folder…", { within: dialog });
    await page.says("Backup: STICK / Vouchsafe backup");
    await page.write("textbox", "Passphrase at the time of the backup", "not this one at all", { within: dialog });
    await page.click("button", "Open the backup", { within: dialog });
    await page.says("Wrong passphrase.", 60_000);
    await look("15-restore-key");
    await page.write("textbox", "Passphrase at the time of the backup", OWN, { within: dialog });
    await page.click("button", "Open the backup", { within: dialog });
    await page.says(/Made \d+ \w+ 20\d\d/u, 60_000);
    await page.says("4 sealed files");
    app.pick(join(made.home, "Vouchsafe"));
    await page.click("button", "Choose…", { within: dialog });
    await page.write("textbox", "Where the locker will lie", "back", { within: dialog });
    await look("16-restore-where");
    await page.click("button", "Restore", { within: dialog });
    await page.says("Everything is as it was backed up.", 60_000);
    await look("17-restored");
    await page.click("button", "Open the locker", { within: dialog });
    await page.find("heading", "Alder", { patience: 60_000 });
    await page.says("bank-message");
    await page.says("photo_2024-10-17");
  });

  await step("a forgotten passphrase: two people bring their shares", async () => {
    await page.click("button", "Lock now");
    await half("Unlock");
    await page.click("button", "Open with recovery shares…");
    const dialog = await page.find("dialog", "Open with recovery shares");
    await paste("Share 1", shares[2], { within: dialog });
    await page.click("button", "Take this share", { within: dialog });
    await page.says("1 of 2 shares. One more is needed.");
    await paste("Share 2", shares[2], { within: dialog });
    await page.click("button", "Take this share", { within: dialog });
    await page.says("Share 2: it was given before");
    await look("18-shares-typed");
    await paste("Share 2", shares[0], { within: dialog });
    await page.click("button", "Take this share", { within: dialog });
    await page.says("Enough shares.");
    await page.write("textbox", "New passphrase for this locker", AFTER, { within: dialog });
    await look("19-new-passphrase");
    await page.click("button", "Set it and open", { within: dialog });
    await page.find("heading", "Alder", { patience: 60_000 });
    await page.click("button", "Lock now");
    await unlock(AFTER);
  });

  await step("the backup restored with shares, and left as it is", async () => {
    await page.click("button", "Lock now");
    const before = readFileSync(join(backup, "vouchsafe-backup"));
    await page.click("button", "Restore a backup…");
    const dialog = await page.find("dialog", "Restore a backup");
    app.pick(backup);
    await page.click("button", "Choose the backup’s folder…", { within: dialog });
    await page.click("radio", "Recovery shares", { within: dialog });
    for (const [at, words] of [shares[0], shares[1]].entries()) {
      await paste(`Share ${at + 1}`, words, { within: dialog });
      await page.click("button", "Take this share", { within: dialog });
      await page.says(at === 0 ? "One more is needed." : "Enough shares.");
    }
    await page.click("button", "Open the backup", { within: dialog });
    await page.says(/Made \d+ \w+ 20\d\d/u, 60_000);
    app.pick(join(made.home, "Vouchsafe"));
    await page.click("button", "Choose…", { within: dialog });
    await page.write("textbox", "Where the locker will lie", "third", { within: dialog });
    await page.write("textbox", "New passphrase", AFTER, { within: dialog });
    await look("20-restore-shares");
    await page.click("button", "Restore", { within: dialog });
    await page.says("Everything is as it was backed up.", 60_000);
    await page.click("button", "Open the locker", { within: dialog });
    await page.find("heading", "Alder", { patience: 60_000 });
    assert.ok(before.equals(readFileSync(join(backup, "vouchsafe-backup"))), "the backup was only read");
  });

  await step("what is damaged is named, and marked", async () => {
    const blobs = join(made.home, "Vouchsafe", "third.locker", "blobs");
    const files = readdirSync(blobs, { recursive: true }).map((name) => join(blobs, name)).filter((path) => statSync(path).isFile());
    const original = files.sort((one, other) => statSync(other).size - statSync(one).size)[0];
    const bytes = readFileSync(original);
    bytes[bytes.length - 40] ^= 1;
    writeFileSync(original, bytes);
    await rail("Custody");
    await page.click("button", "Check the locker…");
    await page.says("Something in the locker is not as it was", 60_000);
    await look("21-damaged");
    await page.click("button", "Mark what is damaged");
    await page.says("1 item is marked.", 60_000);
    await page.says(/can still be read|nothing of it can be read/u);
    await look("22-set-apart");
  });

  await step("a set of shares is taken back only when asked twice", async () => {
    await rail("Backup");
    await page.click("button", "Take this set back…");
    await page.says("The pages of this set become useless for this locker.");
    await look("23-take-back");
    await page.click("button", "Keep the set");
    await page.says("any 2 of 3");
    await page.click("button", "Take this set back…");
    await page.click("button", "Take this set back");
    await page.says("No shares open this locker.");
    await page.says("The set opens nothing here any more.");
  });

  await step("a run that is stopped says so, and goes on where it ended", async () => {
    const large = join(made.folder, "recording.bin");
    writeFileSync(large, "");
    truncateSync(large, LARGE);
    await rail(/^Alder/u);
    app.pick(large);
    await page.click("button", "Import files…");
    await page.click("button", "Done", { within: await page.find("dialog", "Import report", { patience: 120_000 }) });
    await rail("Backup");
    app.pick(join(made.folder, "second stick"));
    await page.click("button", /^Choose (another|a) folder…/u); // a restored locker does not know the backup it came from
    await page.says("second stick");
    await page.click("button", "Back up now");
    await page.click("button", "Stop", { within: await page.find("main"), patience: 30_000 });
    await page.says("“Go on” takes up where this one ended.", 60_000);
    await look("24-stopped");
    await page.click("button", "Go on");
    await page.says("The backup is made.", 120_000);
    await page.says("Every file was read back and compared.");
  });

  await step("a restore that is stopped goes on; put away instead, the other lockers still open", async () => {
    await page.click("button", "Lock now");
    await half("Unlock");
    await page.click("button", "Restore a backup…");
    const dialog = await page.find("dialog", "Restore a backup");
    app.pick(join(made.folder, "second stick"));
    await page.click("button", "Choose the backup’s folder…", { within: dialog });
    await page.write("textbox", "Passphrase at the time of the backup", AFTER, { within: dialog });
    await page.click("button", "Open the backup", { within: dialog });
    app.pick(join(made.home, "Vouchsafe"));
    await page.click("button", "Choose…", { within: dialog, patience: 60_000 });
    await page.write("textbox", "Where the locker will lie", "fourth", { within: dialog });
    await page.click("button", "Restore", { within: dialog });
    await page.click("button", "Stop", { within: dialog, patience: 30_000 });
    await page.says("Stopped. “Go on” takes up where it ended.", 60_000);
    await look("25-restore-stopped");
    await page.click("button", "Cancel", { within: dialog });
    await page.gone("dialog", "Restore a backup");
    await unlock(AFTER);
  });

  await t.test("axe-core finds nothing serious, and the field theme is red alone", () => assert.deepEqual(grave, []));
});
