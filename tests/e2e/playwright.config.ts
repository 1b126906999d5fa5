import { defineConfig } from "@playwright/test";
import { downloads, FIREFOX } from "./firefox";

// `cargo xtask test --only e2e` and `--only firefox` serve the release build and set these; see xtask/src/checks.rs.
const { PAPERDECK_URL, CHROMIUM_PATH, CHROMIUM_FLAGS = "", CI } = process.env;
if (!PAPERDECK_URL || !(CHROMIUM_PATH || FIREFOX)) {
  throw new Error("run the journeys with: cargo xtask test --only e2e [-- FILE.spec.ts], or --only firefox");
}

const chromium = {
  browserName: "chromium" as const,
  launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_FLAGS.split(" ").filter(Boolean) },
  screenshot: "only-on-failure" as const,
};

// The Firefox of this machine, by WebDriver BiDi. A container has no mouse, and a desktop's page is looked at: without one
// Firefox takes the machine for a telephone. A screenshot would put a style into the page, which the policy forbids.
const firefox = {
  browserName: "firefox" as const,
  channel: "moz-firefox",
  launchOptions: {
    executablePath: FIREFOX,
    downloadsPath: downloads(),
    firefoxUserPrefs: { "ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6 },
  },
};

export default defineConfig({
  testDir: ".",
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  forbidOnly: Boolean(CI),
  // A journey that fails now and then has found something. CI tries it once more and reports it as flaky, so that a machine
  // that was busy for a moment does not hide what all the others say.
  retries: CI ? 1 : 0,
  workers: 2,
  reporter: "list",
  // In Firefox only the core journeys.
  grep: FIREFOX ? /@core/ : undefined,
  use: { baseURL: PAPERDECK_URL, ...(FIREFOX ? firefox : chromium) },
});
