// The page as a person meets it: things are found by their role and accessible name, acted on with pointer and keys, and waited
// for by a condition with a bounded time. No css class stands here or in the tests.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Handle, pause } from "./webdriver.mjs";

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 40;
const KEYS = { Enter: "\uE007", Escape: "\uE00C", Shift: "\uE008", Control: "\uE009", Tab: "\uE004", Backspace: "\uE003", ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015", F1: "\uE031", F8: "\uE038", End: "\uE010", Home: "\uE011", PageDown: "\uE00F" };

/** Runs in the page: everything in sight with this role whose accessible name is `name` (a text, or a pattern as `/…/`). */
function inSight(role, name, within) {
  const IMPLICIT = {
    button: "button", heading: "h1,h2,h3", textbox: "input:not([type]),input[type=text],input[type=password],textarea", searchbox: "input[type=search]",
    radio: "input[type=radio]", checkbox: "input[type=checkbox]", img: "img", listitem: "li", row: "tr", navigation: "nav", main: "main", list: "ul,ol", table: "table", form: "form",
  };
  const tidy = (text) => text.replace(/\s+/gu, " ").trim();
  const words = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (!(node instanceof Element) || node.getAttribute("aria-hidden") === "true" || node.matches("kbd, style, script")) return "";
    if (node !== root && node.getAttribute("aria-label")) return ` ${node.getAttribute("aria-label")} `;
    if (node instanceof HTMLImageElement) return node.alt;
    const inline = getComputedStyle(node).display.startsWith("inline");
    const inner = [...node.childNodes].map(words).join("");
    return inline ? inner : ` ${inner} `;
  };
  let root;
  const nameOf = (element) => {
    root = element;
    const by = element.getAttribute("aria-labelledby");
    if (by) return tidy(by.split(/\s+/u).map((id) => { root = document.getElementById(id); return root ? words(root) : ""; }).join(" "));
    const label = element.getAttribute("aria-label");
    if (label) return tidy(label);
    if (element.labels?.length) return tidy([...element.labels].map((one) => { root = one; return words(one); }).join(" "));
    if (element instanceof HTMLImageElement) return tidy(element.alt);
    return tidy(words(element)) || tidy(element.getAttribute("title") ?? element.getAttribute("placeholder") ?? "");
  };
  const pattern = name === null ? undefined : /^\/.*\/$/u.test(name) ? new RegExp(name.slice(1, -1), "u") : undefined;
  const fits = (element) => name === null || (pattern ? pattern.test(nameOf(element)) : nameOf(element) === name);
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden" && !element.closest("[inert]");
  };
  const implicit = IMPLICIT[role];
  const candidates = [...(within ?? document).querySelectorAll(implicit ? `[role="${role}"],${implicit}` : `[role="${role}"]`)];
  return candidates.filter((element) => (element.getAttribute("role") ?? role) === role && shown(element) && fits(element));
}

export class Page {
  constructor(session, pictures) {
    this.session = session;
    this.pictures = pictures;
    mkdirSync(pictures, { recursive: true });
  }

  run(fn, ...args) { return this.session.run(fn, ...args); }

  /** Waits until `fn` answers with something. What is waited for is said when it does not come. */
  async until(fn, what, patience = PATIENCE_MS) {
    const end = Date.now() + patience;
    let last = "";
    for (;;) {
      try {
        const found = await fn();
        if (found) return found;
      } catch (thrown) { last = `; last: ${thrown.message}`; }
      if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for ${what}${last}\n${await this.inShort()}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  /** What stands on the page, for the message of a failed test. */
  async inShort() {
    const text = await this.run(() => document.body.innerText.replace(/\n+/gu, " | ")).catch(() => "(no page)");
    return `on the page: ${text.slice(0, 1500)}`;
  }

  all(role, name = null, within = null) { return this.run(inSight, role, name instanceof RegExp ? `/${name.source}/` : name, within); }
  find(role, name, { within = null, patience } = {}) {
    return this.until(async () => (await this.all(role, name, within))[0], `${role} “${name}”`, patience);
  }
  async has(role, name, within = null) { return (await this.all(role, name, within)).length > 0; }
  gone(role, name, patience) { return this.until(async () => !(await this.has(role, name)), `no ${role} “${name}” any more`, patience); }

  text(element = null) { return this.run((one) => (one ?? document.body).innerText, element); }
  /** Waits for words anywhere on the page. */
  says(words, patience) {
    return this.until(async () => { const text = await this.text(); return words instanceof RegExp ? words.test(text) : text.includes(words); }, `the words “${words}”`, patience);
  }

  async click(role, name, options = {}) {
    const element = name === undefined && role instanceof Handle ? role : await this.find(role, name, options);
    await this.clickOn(element);
    return element;
  }

  /**
   * A true press of the pointer in the middle of an element, optionally with a key held. `what` may be a function that finds the
   * element: in lists that are drawn anew while they move, it is found anew until it stands still.
   */
  async clickOn(what, held) {
    const at = await this.atRest(what);
    const pointer = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [
      { type: "pointerMove", duration: 0, x: at.x, y: at.y }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 },
    ] };
    if (held) await this.session.post("/actions", { actions: [{ type: "key", id: "keys", actions: [{ type: "keyDown", value: KEYS[held] }] }] });
    await this.session.post("/actions", { actions: [pointer] });
    if (held) await this.session.post("/actions", { actions: [{ type: "key", id: "keys", actions: [{ type: "keyUp", value: KEYS[held] }] }] });
  }

  /** The middle of an element once it stands still and nothing lies over it; out of sight, it is brought into it. */
  async atRest(what) {
    const seen = [];
    return this.until(async () => {
      const element = typeof what === "function" ? await what() : what;
      const { x, y, open } = await this.run((one) => {
        const box = one.getBoundingClientRect();
        const [cx, cy] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
        const top = document.elementFromPoint(cx, cy);
        const open = top !== null && (one.contains(top) || top.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(top)));
        const inside = one.closest("[role=grid]")?.getBoundingClientRect();
        if (!open || (inside && (cy < inside.top || cy > inside.bottom))) one.scrollIntoView({ block: "nearest", inline: "nearest" });
        return { x: cx, y: cy, open };
      }, element);
      seen.push(`${x} ${y}`);
      return open && seen.length >= 3 && new Set(seen.slice(-3)).size === 1 ? { x, y } : null;
    }, "an element that stands still and in the open");
  }

  middle(element) {
    return this.run((one) => { const box = one.getBoundingClientRect(); return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }; }, element);
  }

  /** Presses the pointer at `from`, walks to `to`, lets go. In pixels of the window. */
  async drag(from, to) {
    await this.session.post("/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [
      { type: "pointerMove", duration: 0, ...from }, { type: "pointerDown", button: 0 },
      { type: "pointerMove", duration: 40, x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) },
      { type: "pointerMove", duration: 40, ...to }, { type: "pointerUp", button: 0 },
    ] }] });
  }

  async pressDown(element) {
    const at = await this.middle(element);
    await this.session.post("/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [{ type: "pointerMove", duration: 0, ...at }, { type: "pointerDown", button: 0 }] }] });
  }
  async letGo() {
    await this.session.post("/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: [{ type: "pointerUp", button: 0 }] }] });
  }

  /** A chord such as `Control+Enter`, `Shift+ArrowDown` or `l`. */
  async keys(...chords) {
    const actions = chords.flatMap((chord) => {
      const parts = chord.split("+").map((part) => KEYS[part] ?? part);
      return [...parts.map((value) => ({ type: "keyDown", value })), ...parts.reverse().map((value) => ({ type: "keyUp", value }))];
    });
    await this.session.post("/actions", { actions: [{ type: "key", id: "keys", actions }] });
  }

  /** Writes into a field in place of what stood there. */
  async write(role, name, text, options) {
    const field = await this.find(role, name, options);
    await this.run((one) => { one.focus(); one.select(); }, field);
    await this.session.post(`/element/${field.id}/value`, { text: text.replaceAll("\n", KEYS.Enter) });
    return field;
  }

  value(element) { return this.run((one) => one.value, element); }

  size(width, height) { return this.session.post("/window/rect", { x: 0, y: 0, width, height }); }

  /** Stops what the page counts by its frames, such as the second of a hold; `go()` lets it go on. */
  stopTime() { return this.run(() => { window.__stopped = window.requestAnimationFrame; window.requestAnimationFrame = () => 0; }); }
  go() { return this.run(() => { window.requestAnimationFrame = window.__stopped; delete window.__stopped; }); }

  /** Waits until every picture in sight has come and is decoded, or failed. */
  async drawn() {
    await this.until(() => this.run(() => [...document.images].every((img) => { const box = img.getBoundingClientRect(); return img.complete || box.bottom < 0 || box.top > innerHeight; })), "the pictures in sight");
    await this.session.runAsync(() => Promise.all([...document.images].filter((img) => img.complete).map((img) => img.decode().catch(() => undefined))).then(() => true));
  }

  /** The file of a picture. */
  pictureOf(name) { return join(this.pictures, `${name}.png`); }

  /**
   * A picture of the window. WebKit hands out a stale frame of a page at rest: one pixel is repainted until three frames have
   * been drawn, and only then is it asked.
   */
  async picture(name) {
    await this.drawn();
    await this.session.runAsync(() => new Promise((resolve) => {
      const dot = document.createElement("div");
      dot.setAttribute("aria-hidden", "true");
      Object.assign(dot.style, { position: "fixed", right: "0", bottom: "0", width: "1px", height: "1px", zIndex: "9999" });
      document.body.append(dot);
      let on = false;
      window.__repaint = setInterval(() => { on = !on; dot.style.background = on ? "#010101" : "#000"; }, 16);
      window.__dot = dot;
      const frame = (then) => (window.__stopped ?? window.requestAnimationFrame).call(window, then);
      document.fonts.ready.then(() => { let frames = 0; const next = () => (++frames < 4 ? frame(next) : resolve()); frame(next); });
    }));
    const data = await this.session.get("/screenshot");
    await this.run(() => { clearInterval(window.__repaint); window.__dot.remove(); });
    writeFileSync(this.pictureOf(name), Buffer.from(data, "base64"));
  }
}
