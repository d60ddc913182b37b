// W3C WebDriver over HTTP, as much of it as these tests need. WebKitWebDriver starts the program itself; nothing lies between.
//
// Deliberately absent: retries, implicit waits and any idea of a page. Waiting for a condition is page.mjs's.

import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const START_MS = 60_000;
const END_MS = 15_000;

/** A port that was free a moment ago. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Refused by the driver: its error code stands in `code`. */
export class Refused extends Error {
  constructor(path, { error, message }) {
    super(`${error} at ${path}: ${message}`);
    this.code = error;
  }
}

/** One run of the program under a driver of its own. `stop()` ends both. */
export class Session {
  #driver;
  #base;

  /** Starts `binary` with `args`; `env` is what the program sees beside the surroundings. What all of them say goes to the file `said`. */
  static async start({ binary, args = [], env = {}, said }) {
    const session = new Session();
    const port = await freePort();
    const surroundings = { ...process.env, ...env, TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true" };
    const log = openSync(said, "a");
    // A process group of its own: the driver, the program and the web view's processes are ended together, whatever became of one.
    session.#driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env: surroundings, stdio: ["ignore", log, log], detached: true });
    closeSync(log);
    session.#driver.once("error", () => undefined);
    const server = `http://127.0.0.1:${port}`;
    try {
      await session.#listening(server);
      const alwaysMatch = { "webkitgtk:browserOptions": { binary, args } };
      const { sessionId } = await send("POST", `${server}/session`, { capabilities: { alwaysMatch } });
      session.#base = `${server}/session/${sessionId}`;
      return session;
    } catch (thrown) {
      await session.stop();
      throw thrown;
    }
  }

  async #listening(server) {
    const until = Date.now() + START_MS;
    for (;;) {
      const ready = await fetch(`${server}/status`).then((answer) => answer.ok, () => false);
      if (ready) return;
      if (Date.now() > until || this.#driver.exitCode !== null) throw new Error("WebKitWebDriver does not answer");
      await pause(50);
    }
  }

  /** Closes the session as a person closes the window, then ends the driver, and whoever of the group does not go by itself. */
  async stop() {
    if (this.#base) await send("DELETE", this.#base).catch(() => undefined);
    this.#driver.kill();
    for (const signal of [0, "SIGTERM", "SIGKILL"]) {
      if (await this.#gone(signal)) return;
    }
    throw new Error("processes of the window are left");
  }

  /** Sends a signal to the group and waits until nobody of it is left. */
  async #gone(signal) {
    const until = Date.now() + END_MS;
    try {
      for (process.kill(-this.#driver.pid, signal); Date.now() < until; await pause(50)) process.kill(-this.#driver.pid, 0);
    } catch { return true; }
    return false;
  }

  get(path) { return send("GET", this.#base + path); }
  post(path, body = {}) { return send("POST", this.#base + path, body); }

  /** Runs a function's text in the page with `args`; elements come back as handles. */
  async run(fn, ...args) {
    return fromPage(await this.post("/execute/sync", { script: `return (${fn}).apply(null, arguments)`, args: args.map(toPage) }));
  }

  /** Like `run`, for a function that answers with a promise. */
  async runAsync(fn, ...args) {
    const script = `const done = arguments[arguments.length - 1]; Promise.resolve((${fn}).apply(null, [].slice.call(arguments, 0, -1))).then((value) => done({ value }), (thrown) => done({ thrown: String(thrown) }))`;
    const answer = fromPage(await this.post("/execute/async", { script, args: args.map(toPage) }));
    if (answer?.thrown) throw new Error(answer.thrown);
    return answer?.value;
  }
}

export class Handle {
  constructor(id) { this.id = id; }
}

const toPage = (value) => (value instanceof Handle ? { [ELEMENT]: value.id } : value);
function fromPage(value) {
  if (Array.isArray(value)) return value.map(fromPage);
  if (value === null || typeof value !== "object") return value;
  return ELEMENT in value ? new Handle(value[ELEMENT]) : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fromPage(one)]));
}

async function send(method, url, body) {
  const answer = await fetch(url, { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Refused(new URL(url).pathname, value ?? { error: String(answer.status), message: "" });
  return value;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
