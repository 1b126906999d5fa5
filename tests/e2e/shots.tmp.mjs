import { chromium } from "@playwright/test";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--headless","--disable-gpu"] });
for (const [name, size, scheme] of [["light",{width:1280,height:800},"light"],["dark",{width:1280,height:800},"dark"],["phone",{width:390,height:844},"light"]]) {
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, hasTouch: name==="phone", isMobile: name==="phone" });
  const page = await context.newPage();
  await page.goto("http://127.0.0.1:8199/");
  await page.getByRole("button",{name:"Try the sample"}).click();
  await page.getByRole("article").first().waitFor();
  const s = page.getByRole("searchbox",{name:"Search"});
  const shot = (n) => page.screenshot({ path: `/tmp/lang-shots/${name}-${n}.png` });
  await shot("0plain");
  await s.click(); await s.pressSequentially("year:");
  await page.waitForTimeout(200); await page.keyboard.press("ArrowDown"); await page.waitForTimeout(200); await shot("1offers");
  await s.fill(""); await s.pressSequentially("weights year:foo (has:x ");
  await page.waitForTimeout(300); await shot("2problem");
  await s.fill(""); await s.pressSequentially("ha"); await page.waitForTimeout(200); await shot("3name");
  await s.fill(""); await page.getByRole("button",{name:"Search help"}).click(); await page.waitForTimeout(300); await shot("4help");
  await page.keyboard.press("Escape"); 
  await s.blur(); await page.keyboard.press("?"); await page.waitForTimeout(200); await shot("5keys");
  await context.close();
}
await browser.close();
