// Builds the window's page into dist/. Fonts stay files of our own origin (the page's policy knows no data:),
// and nothing is preloaded or fetched from elsewhere.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import own from "./package.json" with { type: "json" };

export default defineConfig({
  plugins: [svelte()],
  base: "./",
  define: { __VERSION__: JSON.stringify(own.version) },
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: "127.0.0.1", fs: { allow: [".", "../assets/help"] } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
