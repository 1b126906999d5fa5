import { defineConfig } from "@playwright/test";

// `cargo xtask test --only e2e` serves the release build and sets these; see xtask/src/checks.rs.
const { PAPERDECK_URL, CHROMIUM_PATH, CHROMIUM_FLAGS = "", CI } = process.env;
if (!PAPERDECK_URL || !CHROMIUM_PATH) {
  throw new Error("run the journeys with: cargo xtask test --only e2e [-- FILE.spec.ts]");
}

export default defineConfig({
  testDir: ".",
  forbidOnly: Boolean(CI),
  // A journey that fails now and then has found something. CI tries it once more and reports it as flaky, so that a machine
  // that was busy for a moment does not hide what all the others say.
  retries: CI ? 1 : 0,
  workers: 2,
  reporter: "list",
  use: {
    baseURL: PAPERDECK_URL,
    browserName: "chromium",
    launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_FLAGS.split(" ").filter(Boolean) },
    screenshot: "only-on-failure",
  },
});
