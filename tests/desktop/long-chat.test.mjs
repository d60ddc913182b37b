// A chat of 100,000 messages in the real window: it comes in whole, the page never holds more than a windowful of it, and every
// part can be reached. How long frames took is told, not tested: that is the machine's affair.

import assert from "node:assert/strict";
import { createWriteStream, mkdirSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { start } from "./drive/app.mjs";

const MESSAGES = 100_000;
/** Elements of the page with a windowful of messages; without a bound there would be a million. */
const MOST_ELEMENTS = 4_000;

async function writeExport(folder) {
  mkdirSync(folder, { recursive: true });
  const out = createWriteStream(join(folder, "result.json"));
  out.write('{"name":"Long chat","type":"personal_chat","id":9900000000001,"messages":[\n');
  const words = ["вода", "дорога", "дождь", "мост", "колонна", "хлеб", "погрузка", "смена", "туман", "ключ"];
  for (let n = 1; n <= MESSAGES; n += 1) {
    const at = 1_600_000_000 + n * 700;
    const text = Array.from({ length: 1 + ((n * 7919) % 37) }, (_, k) => words[(n * 31 + k * 17) % 10]).join(" ");
    const date = new Date(at * 1000).toISOString().slice(0, 19);
    const one = { id: n, type: "message", date, date_unixtime: String(at), from: n % 3 ? "Первый" : "Второй", from_id: `user${n % 3 ? 99001 : 99002}`, text: `${n} ${text}`, text_entities: [] };
    if (!out.write(`${JSON.stringify(one)}${n < MESSAGES ? "," : ""}\n`)) await once(out, "drain");
  }
  out.end("]}\n");
  await once(out, "finish");
}

test("a chat of 100,000 messages comes in and is scrolled from end to end", { timeout: 600_000 }, async (t) => {
  const app = await start([], { pictures: "long-chat" });
  const { page } = app;
  t.after(() => app.stop());
  const folder = join(app.folder, "export");
  await writeExport(folder);

  app.pick(join(app.home, "Vouchsafe"));
  await page.click("button", "Choose…");
  await page.write("textbox", "Folder", "long");
  await page.click("button", "Suggest words");
  await page.says(/Very strong: /u);
  await page.click("button", "Create locker");
  await page.says("No sources yet", 60_000);
  await page.click("button", "Add source", { within: await page.find("main", null) });
  const dialog = await page.find("dialog", "Add source");
  await page.write("textbox", "Codename", "Long", { within: dialog });
  await page.click("button", "Add source", { within: dialog });
  app.pick(folder);
  const began = performance.now();
  await page.click("button", "Choose a folder…");
  const report = await page.find("dialog", "Import report", { patience: 300_000 });
  console.log(`100,000 messages taken in within ${((performance.now() - began) / 1000).toFixed(1)} s`);
  assert.match(await page.text(report), /100,000 messages/u);
  await page.click("button", "Done", { within: report });
  await page.click("option", /100,000 messages/u);
  const grid = await page.find("grid", /Messages of/u);
  await page.find("row", /\b1 /u);

  await t.test("scrolling by the wheel", async () => {
    tell("for comparison, three messages up and down", await scrolled(page, grid, 100, 0, 96));
    const frames = await scrolled(page, grid, 200, 240);
    tell("wheel, 240 px a frame", frames);
    assert.ok(frames.most <= MOST_ELEMENTS, `${frames.most} elements in the page`);
  });
  await t.test("dragging the scroll bar through all of it", async () => {
    const frames = await dragged(page, grid, 120);
    tell("scroll bar, the whole chat in 120 frames", frames);
    assert.ok(frames.most <= MOST_ELEMENTS, `${frames.most} elements in the page`);
  });
  await t.test("its last message stands at the end, its first at the beginning", async () => {
    await page.run((box) => { box.scrollTop = box.scrollHeight; }, grid);
    await page.until(async () => page.run((box) => box.querySelector('[aria-rowindex="100000"]')?.textContent.includes("100000 ") ?? false, grid), "the last message");
    await page.picture("end");
    await page.run((box) => { box.scrollTop = 0; }, grid);
    await page.until(async () => page.run((box) => box.querySelector('[aria-rowindex="1"]') !== null, grid), "the first message");
  });
});

function tell(what, { times, most }) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(0);
  console.log(`${what}: ${times.length} frames, median ${at(0.5)} ms, 95 % under ${at(0.95)} ms, longest ${at(1)} ms, over 50 ms: ${times.filter((time) => time > 50).length}; at most ${most} elements`);
}

/** One step of the wheel a frame, or to and fro by `sway`; the times between frames, and the most elements the page held. */
function scrolled(page, grid, frames, by, sway = 0) {
  return page.session.runAsync((box, count, step, swing) => new Promise((resolve) => {
    const times = [];
    let [last, most, n] = [performance.now(), 0, 0];
    const next = (now) => {
      times.push(now - last);
      last = now;
      most = Math.max(most, document.getElementsByTagName("*").length);
      if (n++ >= count) { resolve({ times: times.slice(2), most }); return; }
      box.scrollTop += step + (n % 2 ? swing : -swing);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }), grid, frames, by, sway);
}

function dragged(page, grid, frames) {
  return page.session.runAsync((box, count) => new Promise((resolve) => {
    const times = [];
    let [last, most, n] = [performance.now(), 0, 0];
    const next = (now) => {
      times.push(now - last);
      last = now;
      most = Math.max(most, document.getElementsByTagName("*").length);
      if (n++ >= count) { resolve({ times: times.slice(2), most }); return; }
      box.scrollTop = (box.scrollHeight - box.clientHeight) * (n / count);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }), grid, frames);
}
