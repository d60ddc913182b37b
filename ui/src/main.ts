// Where the page starts: looks, then everything else.
import { mount } from "svelte";
import "./tokens.css";
import "./css/fonts.css";
import "./css/base.css";
import App from "./App.svelte";
import { look } from "./state/look.svelte";

look.start();
document.documentElement.dataset["theme"] = look.theme;
mount(App, { target: document.body });
