// The main job, from a new locker to its wipe, in the real window: what a person sees and presses, and nothing else.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BIN, CASE, start } from "./drive/app.mjs";
import { stepsOf } from "./drive/steps.mjs";

const STATEMENT = "The men who had reported sick were kept in the weighing house.";
const DOSSIER_PASSPHRASE = "seven small words that nobody else knows today";

test("a person does the main job in the window, from a new locker to its wipe", { timeout: 600_000 }, async (t) => {
  const app = await start([], { pictures: "path" });
  const { page } = app;
  t.after(() => app.stop());
  const places = join(app.folder, "places");
  const dossier = join(app.folder, "order.dossier");
  const locker = join(app.home, "Vouchsafe", "case.locker");
  let passphrase = "";

  const step = stepsOf(t, page);
  const rail = async (name) => page.click("button", name, { within: await page.find("navigation", "Locker") });
  const half = (name) => page.until(async () => page.run((title) => [...document.querySelectorAll("section[aria-labelledby]")].find((one) => document.getElementById(one.getAttribute("aria-labelledby"))?.textContent === title) ?? null, name), `the part “${name}”`);

  await step("a locker is made with suggested words, whose strength is said", async () => {
    app.pick(join(app.home, "Vouchsafe"));
    const form = await half("New locker");
    await page.click("button", "Choose…", { within: form });
    await page.says(/In the folder/u);
    await page.write("textbox", "Folder", "case", { within: form });
    await page.click("button", "Suggest words", { within: form });
    const field = await page.find("textbox", "Passphrase", { within: form });
    passphrase = await page.until(() => page.value(field), "suggested words");
    assert.ok(passphrase.split(/[\s-]+/u).length >= 5, "five words or more are suggested");
    await page.says(/Very strong: /u);
    await page.picture("01-new-locker");
    await page.click("button", "Create locker", { within: form });
    await page.says("No sources yet", 60_000);
    assert.ok(existsSync(join(locker, "slots")), "the locker's key slots lie in the chosen folder");
    await page.picture("02-empty-locker");
  });

  await step("a source is added by codename, with protected names", async () => {
    await page.click("button", "Add source", { within: await page.find("main", null) });
    const dialog = await page.find("dialog", "Add source");
    await page.write("textbox", "Codename", "Alder", { within: dialog });
    await page.write("textbox", "Protected names", "Остап\nВерболозов", { within: dialog });
    await page.write("textbox", "Notes", "Driver of lorry no. 4.", { within: dialog });
    await page.picture("03-add-source");
    await page.click("button", "Add source", { within: dialog });
    await page.find("heading", "Alder");
    await page.says("Nothing from this source yet");
  });

  await step("a Telegram export and photos are imported, and the report counts them", async () => {
    app.pick(join(CASE, "telegram/ChatExport_2026-02-14"));
    await page.click("button", "Choose a folder…");
    let report = await page.find("dialog", "Import report", { patience: 120_000 });
    assert.match(await page.text(report), /2,000 messages/u, "every record of the export is counted");
    await page.picture("04-import-report");
    await page.click("button", "Done", { within: report });
    app.pick(...["IMG_20241015_181204.jpg", "photo_2024-10-17.jpg", "bank-message.png"].map((name) => join(CASE, "photos", name)));
    await page.click("button", "Import files…");
    report = await page.find("dialog", "Import report", { patience: 60_000 });
    const said = await page.text(report);
    assert.match(said, /3 items? added|was here already|were here already/u);
    assert.doesNotMatch(said, /refused/iu);
    await page.click("button", "Done", { within: report });
    app.pick(join(CASE, "photos/bank-message.png"));
    await page.click("button", "Import files…");
    report = await page.find("dialog", "Import report", { patience: 60_000 });
    assert.match(await page.text(report), /1 was here already/u, "the same bytes are found, not stored twice");
    await page.click("button", "Done", { within: report });
  });

  const openItem = async (name) => {
    const list = await page.find("listbox", "Evidence");
    await page.click("option", name, { within: list });
    await page.until(() => page.run((found) => found.getAttribute("aria-selected") === "true" || null, list).then(() => true, () => true), "the item");
  };
  const goToDay = async (typed) => {
    await page.click("button", "Go to a day");
    await page.write("textbox", "Day, month or year", typed);
    await page.keys("Enter");
  };
  /** The row of a message by words in it. */
  const message = (words) => page.find("row", new RegExp(words, "u"));

  await step("the chat reads as a chat: authors, days, replies, a picture inline", async () => {
    await openItem(/2,000 messages/u);
    await page.find("grid", /Messages of/u);
    await goToDay("17 October 2024");
    await message("Приказ 46 подписан");
    const text = await page.text(await page.find("grid", /Messages of/u));
    assert.match(text, /17 October 2024/u, "the day stands above its messages");
    assert.match(text, /Старшина/u, "who wrote stands with the words");
    const photo = await message("Вот, чтобы потом не говорили");
    await page.until(() => page.run((row) => [...row.querySelectorAll("img")].some((one) => one.complete && one.naturalWidth > 0), photo), "the photo inside its message");
    await page.picture("05-chat");
  });

  await step("a word in another case is found, and its place is marked", async () => {
    await page.keys("Control+k");
    await page.write("searchbox", "Search everything", "подвалом");
    const hits = await page.find("group", "Search");
    await page.until(async () => (await page.all("button", /подвале/u, hits)).length >= 3, "three places with another form of the word");
    await page.picture("06-search");
    await page.clickOn((await page.all("button", /подвале/u, hits))[0]);
    await page.until(() => page.run(() => {
      const row = document.querySelector('[role="row"][aria-selected="true"]');
      const box = row?.getBoundingClientRect();
      return /подвале/u.test(row?.innerText ?? "") && box.top >= 0 && box.bottom <= innerHeight;
    }), "the marked message, in sight");
    await page.picture("07-search-hit");
    await page.keys("Escape");
  });

  await step("a claim is added and linked to a range of messages by mouse and keyboard", async () => {
    await page.click("button", "New claim");
    const dialog = await page.find("dialog", "New claim");
    await page.write("textbox", "Statement", STATEMENT, { within: dialog });
    await page.click("button", "Add claim", { within: dialog });
    await page.gone("dialog", "New claim");
    await page.find("button", STATEMENT);
    await goToDay("17 October 2024");
    await page.clickOn(() => message("Приказ 46 подписан"));
    await page.clickOn(() => message("Все, кто сдавал рапорта, живут"), "Shift");
    await page.says("3 messages selected");
    await page.picture("08-range");
    await page.keys("l");
    const linker = await page.find("dialog", "Link to claim");
    await page.find("button", new RegExp(STATEMENT, "u"), { within: linker });
    await page.keys("s");
    await page.click("radio", "B: usually reliable", { within: linker });
    await page.click("radio", "2: probably true", { within: linker });
    await page.write("textbox", "Reason", "Told the same afternoon.", { within: linker });
    await page.picture("09-linker");
    await page.keys("Control+Enter");
    await page.gone("dialog", "Link to claim");
    await page.says("Single witness");
    await page.says(/1 independent group supports/u);
  });

  await step("a region of a photo is marked by keyboard and linked as a contradiction", async () => {
    await openItem(/photo_2024-10-17\.jpg/u);
    const desk = await page.find("group", /Picture: /u);
    await page.until(() => page.run((one) => { const img = one.querySelector("img"); return img?.complete && img.naturalWidth > 0; }, desk), "the picture");
    await page.keys("r");
    await page.keys("ArrowRight", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown");
    await page.says("Region a");
    await page.picture("10-region");
    await page.keys("c");
    const linker = await page.find("dialog", "Link to claim");
    await page.click("radio", "C: fairly reliable", { within: linker });
    await page.click("radio", "3: possible", { within: linker });
    await page.keys("Control+Enter");
    await page.gone("dialog", "Link to claim");
  });

  await step("the claim's status follows from its links by the rule that is shown", async () => {
    await rail(/^Claims/u);
    await page.find("heading", STATEMENT);
    await page.says("Contested");
    await page.says(/1 independent group supports .*1 contradicts/su);
    await page.click("button", "Rule");
    await page.says("Contested: some support and some contradict.");
    await page.picture("11-claims");
    await page.keys("Escape");
  });

  await step("the matrix shows both links, and leads to each excerpt", async () => {
    await rail(/^Matrix/u);
    await page.find("button", /C-1 × E-\d+: Supports/u);
    await page.find("button", /C-1 × E-\d+: Contradicts/u);
    await page.click("button", /C-1 × E-\d+: Supports/u);
    await page.says(/Приказ 46 подписан/u);
    await page.picture("12-matrix");
    await page.click("button", "Open");
    await page.until(() => page.run(() => document.querySelector('[role="row"][aria-selected="true"]') !== null), "the excerpt in its chat");
  });

  await step("a dossier is chosen, looked through, sealed and saved", async () => {
    await rail(/^Dossiers/u);
    await page.click("button", "New dossier");
    await page.write("textbox", "Name of the dossier", "Weighing house");
    await page.write("textbox", "Questions to the panel", "Does the chat support the claim?");
    await page.picture("13-dossier-scope");
    const steps = await page.find("group", "Steps");
    await page.click("button", /^Claims/u, { within: steps });
    assert.equal((await page.all("checkbox", /The men who had reported sick/u)).length, 1);
    await page.picture("14-dossier-claims");
    await page.click("button", /^Evidence/u, { within: steps });
    await page.find("checkbox", /E-001/u);
    await page.picture("15-dossier-evidence");
    await page.click("button", /^Look through/u, { within: steps });
    await page.find("button", "It may leave as it is");
    await page.says(/A protected name can be read/u);
    await page.picture("16-dossier-look");
    for (let left = (await page.all("button", "It may leave as it is")).length; left > 0; left -= 1) {
      await page.click("button", "It may leave as it is");
      await page.until(async () => (await page.all("button", "It may leave as it is")).length === left - 1, "one thing less to look at");
    }
    await page.click("button", /^Sign and seal/u, { within: steps });
    await page.click("radio", "A passphrase");
    await page.write("textbox", "Passphrase of the dossier", DOSSIER_PASSPHRASE);
    await page.picture("17-dossier-seal");
    app.pick(dossier);
    await page.click("button", "Sign and seal…");
    await page.says("Handed over", 60_000);
    await page.picture("18-dossier-made");
    assert.ok(statSync(dossier).size > 1000, "the file lies where it was to be saved");
    assert.match(readFileSync(dossier).subarray(0, 21).toString("latin1"), /^age-encryption\.org/u, "it is sealed in the open age format");
  });

  await step("the command line agrees that the dossier is intact", () => {
    const key = join(app.folder, "key");
    writeFileSync(key, `${DOSSIER_PASSPHRASE}\n`);
    const ran = spawnSync(join(BIN, "vouchsafe"), ["verify", dossier, "--passphrase-file", key, "--json"], { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    const told = JSON.parse(ran.stdout);
    assert.match(told.outcome, /^(intact|unknown-signer)$/u);
    assert.deepEqual([told.files.altered, told.files.missing, told.files.extra], [[], [], []]);
  });

  await step("review mode opens the dossier and says that it is intact", async () => {
    app.pick(dossier);
    await page.click("button", "Open a dossier for review…");
    const dialog = await page.find("dialog", "Open the dossier");
    await page.write("textbox", "Passphrase of this dossier", DOSSIER_PASSPHRASE, { within: dialog });
    await page.click("button", "Open", { within: dialog });
    await page.find("heading", "Weighing house", { patience: 60_000 });
    await page.find("status", /^Intact/u);
    await page.find("heading", STATEMENT);
    await page.says(/Приказ 46 подписан/u);
    await page.find("button", "Lock now");
    await page.find("button", "Hold to wipe");
    await page.picture("19-review");
    await page.click("button", "Close the dossier");
    await page.find("heading", "Dossiers");
  });

  await step("the custody log names the acts, and its chain holds", async () => {
    await rail(/^Custody/u);
    for (const act of ["Locker made", "Source added", "Taken in", "Claim added", "Linked", "Dossier handed over"]) await page.says(act);
    await page.click("button", "Verify the log");
    await page.says("The chain holds.");
    await page.picture("20-custody");
  });

  await step("lock: a wrong passphrase opens nothing and says so, the right one opens", async () => {
    await page.click("button", "Lock now");
    const form = await half("Unlock");
    assert.ok(!(await page.text()).includes(STATEMENT), "nothing of the locker is left on the page");
    await page.write("textbox", "Passphrase", "certainly not this one", { within: form });
    await page.click("button", "Unlock", { within: form });
    await page.says("Wrong passphrase.", 60_000);
    await page.picture("21-wrong-passphrase");
    await page.write("textbox", "Passphrase", passphrase, { within: form });
    await page.keys("Enter");
    await page.find("heading", "Alder", { patience: 60_000 });
  });

  await step("letting go of the wipe early touches nothing", async () => {
    await page.pressDown(await page.find("button", "Hold to wipe"));
    await page.find("alertdialog", "Keep holding to wipe");
    await page.letGo();
    await page.gone("alertdialog", "Keep holding to wipe");
    await page.find("heading", "Alder");
  });

  await step("holding for a second wipes, and nothing opens it again", async () => {
    const before = readFileSync(join(locker, "slots"));
    await page.pressDown(await page.find("button", "Hold to wipe"));
    await page.find("heading", "Wiped");
    await page.letGo();
    await page.says(/The keys were destroyed in/u);
    await page.picture("22-wiped");
    const left = existsSync(locker) ? readdirSync(locker) : [];
    assert.ok(!left.some((name) => name === "db" || name === "blobs"), "what the keys opened is gone too");
    if (left.includes("slots")) assert.notDeepEqual(readFileSync(join(locker, "slots")), before, "what may remain of the slots holds no key");
    await page.click("button", "Done");
    const form = await half("Unlock");
    assert.ok(!(await page.has("button", "Locker: case", form)), "the unlock screen does not offer it");
    app.pick(locker);
    await page.click("button", "Open from another place…", { within: form });
    await page.says(/This folder is no locker|This locker was wiped|holds no key slots/u);
    const key = join(app.folder, "key");
    writeFileSync(key, `${passphrase}\n`);
    const ran = spawnSync(join(BIN, "vouchsafe"), ["evidence", "list", locker, "--passphrase-file", key], { encoding: "utf8" });
    assert.notEqual(ran.status, 0, "the right passphrase opens nothing any more");
  });
});
