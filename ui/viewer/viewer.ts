// The page in an unpacked dossier: claims, the excerpts they rest on, and the items. Everything is in the page itself;
// pictures and recordings are read from beside it. It verifies nothing and says so.

import { chip, el, icon, mark, openMark, svg } from "./dom";
import { fileOf, readPlace, sayPlace, titleOf, type Place } from "./place";
import type { Claim, Data, Item, Link, Message, Moment } from "./types";
import { languages, preferred, type Language, type Words } from "./words";

let language: Language = preferred();
let current = 0;
let pane: "claims" | "items" = "claims";

const data = readData();
const page = document.getElementById("page") as HTMLElement;
const systemDark = matchMedia("(prefers-color-scheme: dark)");
document.documentElement.dataset.theme = systemDark.matches ? "dark" : "light";
systemDark.addEventListener("change", () => { document.documentElement.dataset.theme = systemDark.matches ? "dark" : "light"; });
draw();

function readData(): Data | null {
  try {
    return JSON.parse(document.getElementById("dossier")?.textContent || "null") as Data | null;
  } catch {
    return null;
  }
}

function draw(): void {
  const t = languages[language];
  document.documentElement.lang = language;
  if (!data) {
    page.replaceChildren(el("main", { class: "reading" }, el("p", { class: "empty" }, t.empty)));
    return;
  }
  document.title = `${t.dossier}: ${data.dossier.title}`;
  page.replaceChildren(el("div", { class: "frame" }, bar(t, data), work(t, data)));
  page.dataset.pane = pane;
}

// ---------- frame

function bar(t: Words, from: Data): HTMLElement {
  return el("header", { class: "bar" },
    el("div", { class: "bar-locker" }, icon("logo", "logo"), el("h1", {}, `${t.dossier}: ${from.dossier.title}`)),
    el("div", { class: "bar-end" },
      el("div", { class: "seg", role: "group", "aria-label": t.language }, ...(Object.keys(languages) as Language[]).map(languageButton)),
      el("button", { class: "btn btn-bare", type: "button", title: t.theme, "aria-label": t.theme, click: turnTheme }, icon("theme")),
      el("button", { class: "btn", type: "button", click: () => window.print() }, icon("print"), t.print)));
}

function languageButton(code: Language): HTMLElement {
  const name = { en: "English", ru: "Русский", uk: "Українська" }[code];
  return el("button", { type: "button", class: "seg-button", lang: code, "aria-pressed": String(code === language), click: () => { language = code; draw(); } }, name);
}

function turnTheme(): void {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
}

function work(t: Words, from: Data): HTMLElement {
  const reading = el("div", { class: "reading" }, ...(from.dossier.claims.length ? from.dossier.claims.map((claim, i) => claimView(t, from, claim, i)) : [el("p", { class: "empty" }, t.noClaims)]));
  return el("main", { class: "work" }, banner(t, from), paneSwitch(t),
    el("div", { class: "panes" },
      el("nav", { class: "pane pane-claims", "aria-label": t.claims }, paneHead(t.claims, String(from.dossier.claims.length)),
        el("div", { class: "pane-body" }, about(t, from), ...from.dossier.claims.map((claim, i) => claimRow(t, claim, i)))),
      el("section", { class: "pane pane-reading", "aria-label": t.claims }, el("div", { class: "pane-body", tabindex: 0 }, reading)),
      el("aside", { class: "pane pane-items", "aria-label": t.items }, paneHead(t.items, t.files(from.dossier.evidence.length)),
        el("div", { class: "pane-body", tabindex: 0 }, ...from.dossier.evidence.map((item) => itemView(t, item))))));
}

function paneHead(title: string, count: string): HTMLElement {
  return el("div", { class: "pane-head" }, el("h2", {}, title), el("span", { class: "push small faint num" }, count));
}

function paneSwitch(t: Words): HTMLElement {
  const button = (name: typeof pane, label: string) =>
    el("button", { type: "button", class: "seg-button", "aria-pressed": String(pane === name), click: () => { pane = name; draw(); } }, label);
  return el("div", { class: "seg seg-fill pane-switch", role: "group" }, button("claims", t.claims), button("items", t.items));
}

function banner(t: Words, from: Data): HTMLElement {
  const facts = [`${t.made} ${date(from.dossier.made)}`, t.files(from.dossier.evidence.length)];
  if (from.custody) facts.push(t.custody(from.custody[0]), t.withheld(from.custody[1]));
  return el("div", { class: "banner" },
    el("span", { class: "verdict" }, icon("unchecked"), t.unchecked),
    el("div", {},
      el("div", { class: "facts-line" }, el("span", {}, t.vouch), ...facts.map((fact) => el("span", {}, fact))),
      el("div", { class: "facts-line" }, el("span", {}, `${t.signer}: `, el("span", { class: "words" }, from.signer.words.join(" · "))), el("span", {}, t.ask)),
      el("details", {}, el("summary", {}, t.how),
        el("ol", {}, ...t.steps.map((step) => el("li", {}, step))), el("p", { class: "finger" }, from.signer.fingerprint))));
}

function about(t: Words, from: Data): HTMLElement | null {
  const { scope, questions, problems } = from.dossier;
  const open = problems.filter((problem) => !problem.claim);
  if (!scope && !questions.length && !open.length) return null;
  return el("div", { class: "about" },
    scope && el("h3", { class: "label" }, t.scope), scope && el("p", {}, scope),
    questions.length > 0 && el("h3", { class: "label" }, t.questions), questions.length > 0 && el("ul", {}, ...questions.map((question) => el("li", {}, question))),
    open.length > 0 && el("h3", { class: "label" }, t.open), open.length > 0 && el("ul", {}, ...open.map((problem) => el("li", {}, problem.text))));
}

// ---------- claims

function claimRow(t: Words, claim: Claim, index: number): HTMLElement {
  return el("button", { class: "row", type: "button", "aria-current": index === current ? "true" : null, click: () => choose(index), keydown: (event) => step(event as KeyboardEvent, index) },
    el("span", { class: "title" }, claim.statement), el("span", { class: "id" }, claim.id),
    el("span", { class: "sub" }, chip(claim.status, t.status[claim.status]), t.excerpts(claim.links.length)));
}

function step(event: KeyboardEvent, index: number): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!by || !data) return;
  event.preventDefault();
  choose(Math.min(Math.max(index + by, 0), data.dossier.claims.length - 1));
}

function choose(index: number): void {
  current = index;
  pane = "claims";
  const list = document.querySelector(".pane-claims .pane-body");
  const scrolled = list?.scrollTop ?? 0;
  draw();
  document.querySelector(".pane-claims .pane-body")?.scrollTo(0, scrolled);
  document.querySelectorAll<HTMLElement>(".pane-claims .row")[index]?.focus();
}

function claimView(t: Words, from: Data, claim: Claim, index: number): HTMLElement {
  const problems = from.dossier.problems.filter((problem) => problem.claim === claim.id);
  return el("section", { class: index === current ? "claim now" : "claim" },
    el("div", { class: "stack" },
      el("span", { class: "top-line" }, el("span", { class: "id" }, claim.id), chip(claim.status, t.status[claim.status])),
      el("h2", { class: "statement" }, claim.statement),
      el("p", { class: "small faint" }, [claim.about && t.about(claim.about), t.groups(claim.counts.supporting_groups, claim.counts.contradicting_groups)].filter(Boolean).join(" "))),
    ...claim.links.map((link) => linkView(t, from, link)),
    ...problems.map((problem) => el("article", { class: "ev" }, openMark(), el("div", { class: "top" }, el("span", { class: "strong" }, t.open), el("span", { class: "dim" }, problem.text)))));
}

function linkView(t: Words, from: Data, link: Link): HTMLElement {
  const item = from.dossier.evidence.find((candidate) => candidate.id === link.evidence);
  const place = readPlace(link.at);
  return el("article", { class: "ev" }, mark(link.relation, t.relation[link.relation]),
    el("div", { class: "top" },
      el("span", { class: "strong" }, item ? titleOf(item, t) : link.evidence), el("span", { class: "loc" }, `${link.evidence}, ${sayPlace(place, t)}`),
      el("span", { class: "push" }), grade(t, link)),
    el("div", { class: "body" },
      link.quote && !place.messages ? el("p", { class: "quote" }, t.quote[0], link.quote, t.quote[1]) : null,
      place.messages ? chatView(t, from, link.evidence, place.messages, link.quote) : null,
      item ? media(t, item, place) : null,
      link.reason ? el("p", { class: "small" }, el("span", { class: "faint" }, `${t.reason} `), link.reason) : null,
      item ? claimedAndProved(t, item) : null));
}

function grade(t: Words, link: Link): HTMLElement | null {
  const { source, information } = link.grades;
  if (!source && !information) return null;
  const label = `${t.sourceGrade} ${source ?? "–"}, ${t.infoGrade} ${information ?? "–"}`;
  return el("span", { class: "grade", role: "img", "aria-label": label, title: label }, el("b", {}, source ?? "–"), el("b", {}, String(information ?? "–")));
}

// ---------- excerpts

function media(t: Words, item: Item, place: Place): HTMLElement | null {
  const file = fileOf(item.file);
  if (!file) return null;
  const fragment = place.time ? `#t=${place.time.join(",")}` : place.page ? `#page=${place.page}` : "";
  if (file.how === "image") return picture(titleOf(item, t), file.address, place.region);
  if (file.how === "audio") return el("audio", { controls: true, preload: "none", src: file.address + fragment });
  if (file.how === "video") return el("video", { controls: true, preload: "none", src: file.address + fragment });
  return file.how === "open" ? el("p", {}, opener(file.address + fragment, place.page ? `${t.openItem}: ${t.page(place.page)}` : t.openItem)) : null;
}

function picture(name: string, address: string, region?: number[]): HTMLElement {
  const [x, y, width, height] = region ?? [];
  const box = region && svg("svg", { class: "region", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "under", x, y, width, height }), svg("rect", { class: "over", x, y, width, height }));
  return el("a", { class: "photo", href: address, target: "_blank", rel: "noopener noreferrer" }, el("img", { src: address, alt: name }), box);
}

function opener(address: string, label: string): HTMLElement {
  return el("a", { class: "open", href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

function chatView(t: Words, from: Data, id: string, [first, last]: [number, number], quote: string): HTMLElement {
  const chat = from.messages.find((file) => file.evidence === id);
  const run = chat?.runs.find((candidate) => candidate.from <= first && candidate.to >= last);
  if (!chat || !run) return el("p", { class: "quote" }, t.quote[0], quote, t.quote[1]);
  const near = run.messages.filter((message) => message.n >= first - 3 && message.n <= last + 3);
  return el("div", { class: "chat" },
    ...near.map((message) => messageView(t, message, message.n >= first && message.n <= last)),
    el("p", { class: "small faint gap" }, gap(t, chat.total, chat.runs.reduce((sum, one) => sum + one.messages.length, 0))));
}

function gap(t: Words, total: number | undefined, here: number): string {
  return total === undefined ? t.rest : `${t.gap(total - here)}, ${t.ofAll(new Intl.NumberFormat(language).format(total))}`;
}

function messageView(t: Words, message: Message, linked: boolean): HTMLElement {
  const notes = [message.edited && t.edited, message.deleted && t.deleted].filter(Boolean).join(", ");
  return el("div", { class: linked ? "msg linked" : "msg" },
    el("div", { class: "who" }, el("span", { class: "strong" }, message.author ?? t.unknownAuthor), el("time", {}, moment(t, message.time)), el("span", { class: "id" }, String(message.n))),
    el("p", { class: "said" }, message.text || (message.deleted ? t.deleted : `(${message.kind})`)),
    ...message.attachments.map((file) => el("p", { class: "small faint" }, file.missing ? `${file.name}: ${t.missing}` : file.name)),
    notes ? el("p", { class: "small faint" }, notes) : null);
}

function claimedAndProved(t: Words, item: Item): HTMLElement {
  const taken = item.facts.filter((fact) => fact.time).slice(0, 2);
  const claimed = taken.map((fact) => `${fact.time ? moment(t, fact.time) : fact.value}, ${fact.origin}`).join("; ");
  return el("p", { class: "small" },
    el("span", { class: "faint" }, `${t.claimed} `), claimed || t.nothing, el("br"),
    el("span", { class: "faint" }, `${t.proved} `), item.file ? t.same : t.nothing);
}

// ---------- items

function itemView(t: Words, item: Item): HTMLElement {
  const [file, text] = [fileOf(item.file), fileOf(item.text)];
  const row = (name: string, value: string) => [el("dt", {}, name), el("dd", {}, value)];
  return el("section", { class: "item" },
    el("div", { class: "top" }, el("h3", {}, titleOf(item, t)), el("span", { class: "id push" }, item.id)),
    el("dl", { class: "kv" }, ...row(t.kind[item.kind] ?? item.kind, item.media_type), ...row(t.from, item.source), ...row(t.group, item.group),
      ...row(t.takenIn, date(item.taken_in)), ...(item.bytes === undefined ? [] : row(t.size, bytes(item.bytes))), ...item.facts.slice(0, 12).flatMap((fact) => row(`${t.claimed} ${t.fact[fact.key] ?? fact.key}`, fact.value)), ...(item.sha256 === undefined ? [] : row("SHA-256", item.sha256))),
    el("p", { class: "small" },
      file && file.how !== "none" ? opener(file.address, t.openItem) : el("span", { class: "faint" }, file ? `${t.byHand} ${file.address}` : t.notHere),
      text ? " · " : null, text ? opener(text.address, t.withText) : null));
}

// ---------- figures

function date(utc: string): string {
  const at = new Date(utc);
  return Number.isNaN(at.getTime()) ? utc : new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

function moment(t: Words, time: Moment): string {
  if (!time.utc) return `${time.raw} (${t.zone})`;
  const said = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(new Date(time.utc));
  return `${said} UTC${time.zone === "assumed" ? ` (${t.assumed})` : ""}`;
}

function bytes(n: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(n, 1)) / 10), 4);
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: power ? 1 : 0 }).format(n / 1024 ** power)} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}
