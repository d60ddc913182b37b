// Elements and marks. Text goes in as text nodes only: nothing from a dossier ever becomes markup.

import type { Relation, Status } from "./types";

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => !!child));
  return element;
}

const path = (d: string, name?: string) => svg("path", { d, class: name });
const circle = (cx: number, r: number, name: string, dash?: string) => svg("circle", { cx, cy: 8, r, class: name, "stroke-dasharray": dash });

const relations: Record<Relation, () => SVGElement[]> = {
  supports: () => [circle(8, 6.5, "mk-f"), path("m5.2 8.3 2 2 3.7-4.3", "mk-k")],
  contradicts: () => [path("M8 .6 15.4 8 8 15.4.6 8z", "mk-f"), path("m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2", "mk-k")],
  context: () => [svg("rect", { class: "mk-o", x: 2.4, y: 2.4, width: 11.2, height: 11.2, rx: 1 }), path("M5.5 8h5", "mk-o")],
};

const statuses: Record<Status, () => SVGElement[]> = {
  corroborated: () => [circle(7.5, 6, "mk-f"), circle(14.5, 5.6, "mk-c"), circle(14.5, 3.6, "mk-f")],
  "single-witness": () => [circle(7.5, 5.6, "mk-f"), circle(15.5, 4.9, "mk-o", "2.2 2")],
  contested: () => [circle(6.6, 5.4, "mk-f"), path("m15 2.4 5.6 5.6-5.6 5.6L9.4 8z", "mk-c")],
  contradicted: () => [path("M11 .8 18.2 8 11 15.2 3.8 8z", "mk-f"), path("m8.9 5.9 4.2 4.2m0-4.2-4.2 4.2", "mk-k")],
  untested: () => [circle(11, 5.6, "mk-o", "2.4 2")],
};

export const mark = (relation: Relation, label: string) =>
  svg("svg", { class: `m ${relation}`, viewBox: "0 0 16 16", role: "img", "aria-label": label }, ...relations[relation]());

export const chip = (status: Status, label: string) =>
  el("span", { class: `chip chip-${status}` }, svg("svg", { class: "m", viewBox: "0 0 22 16", "aria-hidden": "true" }, ...statuses[status]()), label);

export const openMark = () => svg("svg", { class: "m faint", viewBox: "0 0 22 16", "aria-hidden": "true" }, ...statuses.untested());

const icons = {
  logo: ["M3.5 3.5h17v17h-17z", "M8 8.2 12 16l4-7.8", "M12 16v4.5"],
  unchecked: ["M12 3.5 19.5 6v6c0 4.5-3.2 7.2-7.5 8.5C7.7 19.2 4.5 16.500 4.500 12V6z", "M9.800 9.600a2.300 2.300 0 1 1 3.300 2.100c-.7.400-1.100.800-1.100 1.600", "M12 16.200v.100"],
  theme: ["M12 3.500v17", "M12 3.500a8.500 8.500 0 0 1 0 17", "M12 3.500a8.500 8.500 0 0 0 0 17"],
  print: ["M7 9V4h10v5", "M7 17H4.500v-7a1 1 0 0 1 1-1h13a1 1 0 0 1 1 1v7H17", "M7 14h10v6H7z"],
};

export const icon = (name: keyof typeof icons, extra = "") =>
  svg("svg", { class: `i ${extra}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, ...icons[name].map((d) => path(d)));
