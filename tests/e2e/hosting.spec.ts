// What must hold of the page whatever it shows: its policy is in force, and the watch of paperdeck.ts sees what breaks it.

import { expect, test } from "./paperdeck";

for (const [where, path] of [["with headers", "./"], ["with the meta element alone", "./some/folder/"]]) {
  test.describe(where, () => {
    test.beforeEach(async ({ page }) => {
      await page.goto(path);
      await expect(page.locator("#boot")).toHaveCount(0);
    });

    test("an inline script does not run", async ({ page, trouble }) => {
      await page.evaluate(() => {
        const script = document.createElement("script");
        try {
          script.textContent = "globalThis.ran = true";
        } catch {
          // Refused already; the policy on inline scripts is asked below all the same.
          script.append("globalThis.ran = true");
        }
        document.body.append(script);
      });
      expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
      await expectSeen(trouble, /script-src|require-trusted-types-for/);
    });

    test("text does not become HTML", async ({ page, trouble }) => {
      const refused = await page.evaluate(() => {
        try {
          document.body.innerHTML = "<b>bold</b>";
          return false;
        } catch (error) {
          return error instanceof TypeError;
        }
      });
      expect(refused).toBe(true);
      await expectSeen(trouble, /require-trusted-types-for/);
    });

    test("no second policy can be made, and no other script becomes a worker", async ({ page, trouble }) => {
      const outcomes = await page.evaluate(() => {
        const refused = (attempt: () => unknown) => {
          try {
            attempt();
            return false;
          } catch {
            return true;
          }
        };
        const { trustedTypes } = globalThis as any;
        return [
          refused(() => trustedTypes.createPolicy("other", {})),
          refused(() => trustedTypes.createPolicy("paperdeck", {})),
          refused(() => new Worker("boot.js")),
        ];
      });
      expect(outcomes).toEqual([true, true, true]);
      await expectSeen(trouble, /trusted-types/);
    });

    test("nothing is sent anywhere", async ({ page, trouble }) => {
      const sent = await page.evaluate(() => fetch("https://example.invalid/").then(() => true, () => false));
      expect(sent).toBe(false);
      await expectSeen(trouble, /connect-src/);
    });
  });
}

test("the worker is watched and bound like the page", async ({ page, trouble }) => {
  await page.goto("./");
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  const [worker] = page.workers();
  await worker.evaluate(() => console.error("made in the worker"));
  await expectSeen(trouble, /made in the worker/);
  expect(await worker.evaluate(() => fetch("https://example.invalid/").then(() => true, () => false))).toBe(false);
  await expectSeen(trouble, /connect-src/);
});

test("a worker that cannot start says so to the page", async ({ page, context, trouble }) => {
  // With a service worker the files would come from its copy.
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined }));
  await page.goto("./");
  await expect(page.locator("#boot")).toHaveCount(0);
  await context.route("**/paperdeck-*.js", (route) => route.fulfill({ status: 404 }));
  const heard = await page.evaluate(() => new Promise((resolve) => {
    const worker = (globalThis as any).paperdeckWorker();
    worker.onerror = () => resolve("an error event");
    setTimeout(() => resolve("nothing"), 10_000);
  }));
  expect(heard).toBe("an error event");
  await expectSeen(trouble, /404|Failed to fetch/);
});

test("the worker takes no other script from its URL than the app's", async ({ page, request, trouble }) => {
  const [boot] = (await (await request.get("./")).text()).match(/boot-[0-9a-f]+\.js/)!;
  // A page without a policy stands for anybody who writes such a URL.
  await page.goto("./some/folder/there-is-no-such-page");
  const outcomes = await page.evaluate((boot) => {
    const names = ["https://example.invalid/x.js", "../x.js", "x.js", "paperdeck-0/../x.js", ""];
    return Promise.all(names.map((js) => new Promise((resolve) => {
      const worker = new Worker(`${boot}?${new URLSearchParams({ js })}`, { type: "module" });
      worker.onerror = (event) => {
        event.preventDefault();
        resolve(event.message.includes("without the name of the app's file"));
      };
      setTimeout(() => resolve("nothing was said"), 10_000);
    })));
  }, boot);
  expect(outcomes).toEqual([true, true, true, true, true]);
  // The missing page itself, and the refusals.
  await expectSeen(trouble, /404/);
});

test("an error in the console fails a test", async ({ page, trouble }) => {
  await page.goto("./");
  await page.evaluate(() => console.error("made by the test"));
  await expectSeen(trouble, /made by the test/);
});

test("a request to another origin fails a test", async ({ page, trouble }) => {
  // Only where no policy stops it can it be made at all.
  await page.goto("./some/folder/there-is-no-such-page");
  await page.evaluate(() => fetch("http://127.0.0.1:9/elsewhere").catch(() => {}));
  await expectSeen(trouble, /foreign request: .*elsewhere/);
});

test("the headers are sent", async ({ page }) => {
  const headers = (await page.goto("./"))!.headers();
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers).toMatchObject({
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
  });
});

test("a failed start says so on the page", async ({ page, trouble }) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto("./");
  await expect(page.getByRole("status")).toContainText("Paperdeck could not start here");
  await expectSeen(trouble, /answered 404/);
});

/** The watch saw the trouble that the test made; what it saw is then forgotten, so that the test may pass. */
async function expectSeen(trouble: string[], what: RegExp) {
  await expect.poll(() => trouble.join("\n")).toMatch(what);
  trouble.length = 0;
}
