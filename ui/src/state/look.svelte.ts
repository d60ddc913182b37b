// Theme and language. The first start follows the system; afterwards the locker's settings say. Nothing is stored outside the
// locker: when the window reloads empty, the two words travel in the address of the page, so that a dark room stays dark.

import { firstKnown, isLanguage, speaking, type Language } from "../words/language.svelte";

export const THEMES = ["light", "dark", "field"] as const;
export type Theme = (typeof THEMES)[number];
export type ThemeWish = Theme | "system";

const isTheme = (text: string): text is Theme => (THEMES as readonly string[]).includes(text);

class Look {
  wish: ThemeWish = $state("system");
  #systemDark = $state(false);
  theme: Theme = $derived(this.wish === "system" ? (this.#systemDark ? "dark" : "light") : this.wish);

  /** Reads the system and what travelled in the address. Called once, before anything is drawn. */
  start(): void {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    this.#systemDark = dark.matches;
    dark.addEventListener("change", (change) => (this.#systemDark = change.matches));
    const [theme = "", language = ""] = window.location.hash.slice(1).split(".");
    if (isTheme(theme)) this.wish = theme;
    this.speak(isLanguage(language) ? language : "");
  }

  wear(wish: string): void {
    this.wish = isTheme(wish) ? wish : "system";
  }

  /** Empty: the system's language. */
  speak(language: string): void {
    speaking.now = isLanguage(language) ? language : firstKnown(navigator.languages);
  }

  /** Drops everything this page knows, keeping only how it looks and speaks. */
  reloadEmpty(): void {
    const language: Language = speaking.now;
    window.history.replaceState(null, "", `#${this.wish}.${language}`);
    window.location.reload();
  }
}

export const look = new Look();
