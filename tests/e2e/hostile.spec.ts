// Journey 4: hostile text is only text. Every payload is a title once and inside an abstract once; nothing of it runs.

import { expectStatus, exported, file, open } from "./dumps";
import { expect, expectAccessible, test } from "./paperdeck";

// Each sets `window.hit` where it runs.
const PAYLOADS = [
  "<script>window.hit=1</script>",
  "<SCRIPT>window.hit=1</SCRIPT>",
  "<script src=//example.invalid/x.js></script>",
  "<script>window.hit=1//",
  "<script/x>window.hit=1</script>",
  "<script >window.hit=1</script >",
  "<<script>window.hit=1//<</script>",
  "<scr<script>ipt>window.hit=1</scr</script>ipt>",
  "</script><script>window.hit=1</script>",
  "</title><script>window.hit=1</script>",
  "</textarea><script>window.hit=1</script>",
  "</style><script>window.hit=1</script>",
  "</noscript><script>window.hit=1</script>",
  "</p></article></main><script>window.hit=1</script>",
  "--><script>window.hit=1</script>",
  "]]><script>window.hit=1</script>",
  "\"><script>window.hit=1</script>",
  "'><script>window.hit=1</script>",
  "`><script>window.hit=1</script>",
  "<img src=x onerror=window.hit=1>",
  "<img src=x onerror=\"window.hit=1\">",
  "<img src=x onerror='window.hit=1'>",
  "<img src=x onerror=`window.hit=1`>",
  "<img/src/onerror=window.hit=1>",
  "<img src=x:x onerror=window.hit=1//",
  "<IMG SRC=javascript:window.hit=1>",
  "<img \"\"\"><script>window.hit=1</script>\">",
  "<img src=# onmouseover=\"window.hit=1\">",
  "<img onerror=window.hit=1 src=/>",
  "<img src=data:image/gif;base64,AAAA onerror=window.hit=1>",
  "<image src=x onerror=window.hit=1>",
  "<img srcset=x onerror=window.hit=1>",
  "\"><img src=x onerror=window.hit=1>",
  "'><img src=x onerror=window.hit=1>",
  "\" onerror=\"window.hit=1",
  "' onmouseover='window.hit=1",
  "\" autofocus onfocus=\"window.hit=1",
  "\" style=\"animation-name:x\" onanimationstart=\"window.hit=1",
  "<svg onload=window.hit=1>",
  "<svg/onload=window.hit=1>",
  "<svg><script>window.hit=1</script></svg>",
  "<svg><script href=data:text/javascript,window.hit=1 />",
  "<svg><a xlink:href=\"javascript:window.hit=1\"><text y=20>x</text></a></svg>",
  "<svg><animate onbegin=window.hit=1 attributeName=x dur=1s>",
  "<svg><set attributeName=href to=javascript:window.hit=1>",
  "<svg><foreignObject><body onload=window.hit=1></foreignObject></svg>",
  "<svg><style><img src=x onerror=window.hit=1></style></svg>",
  "<svg><desc><![CDATA[</desc><script>window.hit=1</script>]]></svg>",
  "<svg><use href=\"data:image/svg+xml,<svg id=x onload=window.hit=1>#x\"></svg>",
  "<math><mtext><script>window.hit=1</script></mtext></math>",
  "<math><a xlink:href=javascript:window.hit=1>x</a></math>",
  "<math><annotation-xml encoding=\"text/html\"><script>window.hit=1</script></annotation-xml></math>",
  "<math><mi//xlink:href=\"data:x,<script>window.hit=1</script>\">",
  "<body onload=window.hit=1>",
  "<body onpageshow=window.hit=1>",
  "<body onhashchange=window.hit=1>",
  "<html onmousemove=window.hit=1>",
  "<iframe src=javascript:window.hit=1></iframe>",
  "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>",
  "<iframe onload=window.hit=1></iframe>",
  "<iframe src=\"data:text/html,<script>parent.hit=1</script>\"></iframe>",
  "<frameset onload=window.hit=1>",
  "<object data=javascript:window.hit=1></object>",
  "<object data=\"data:text/html,<script>window.hit=1</script>\"></object>",
  "<embed src=javascript:window.hit=1>",
  "<embed src=\"data:image/svg+xml,<svg onload=window.hit=1>\">",
  "<applet code=x onerror=window.hit=1></applet>",
  "<a href=javascript:window.hit=1>click</a>",
  "<a href=\"java&#x0A;script:window.hit=1\">click</a>",
  "<a href=\"&#106;avascript:window.hit=1\">click</a>",
  "<a href=\"jAvAsCrIpT:window.hit=1\">click</a>",
  "<a href=\" javascript:window.hit=1\">click</a>",
  "<a href=\"data:text/html,<script>window.hit=1</script>\">click</a>",
  "<a href=\"vbscript:window.hit=1\">click</a>",
  "<a href=x onclick=window.hit=1>click</a>",
  "[click](javascript:window.hit=1)",
  "[click](data:text/html;base64,PHNjcmlwdD4=)",
  "![x](x\"onerror=\"window.hit=1)",
  "<form action=javascript:window.hit=1><input type=submit></form>",
  "<form><button formaction=javascript:window.hit=1>x</button></form>",
  "<button onclick=window.hit=1>x</button>",
  "<input autofocus onfocus=window.hit=1>",
  "<input type=image src=x onerror=window.hit=1>",
  "<select autofocus onfocus=window.hit=1>",
  "<textarea autofocus onfocus=window.hit=1>",
  "<keygen autofocus onfocus=window.hit=1>",
  "<details open ontoggle=window.hit=1>",
  "<dialog open onclose=window.hit=1>",
  "<video src=x onerror=window.hit=1>",
  "<video><source onerror=window.hit=1></video>",
  "<video poster=javascript:window.hit=1>",
  "<audio src=x onerror=window.hit=1>",
  "<audio controls onvolumechange=window.hit=1>",
  "<marquee onstart=window.hit=1>x</marquee>",
  "<meter onmouseover=window.hit=1>0</meter>",
  "<div onpointerover=window.hit=1>x</div>",
  "<div style=\"background:url(javascript:window.hit=1)\">x</div>",
  "<div style=\"width:expression(window.hit=1)\">x</div>",
  "<p style=\"animation:x\" onanimationend=window.hit=1>x</p>",
  "<style>@import \"javascript:window.hit=1\";</style>",
  "<style>body{background:url(\"javascript:window.hit=1\")}</style>",
  "<style>*{xss:expression(window.hit=1)}</style>",
  "<style onload=window.hit=1></style>",
  "<link rel=stylesheet href=javascript:window.hit=1>",
  "<link rel=import href=\"data:text/html,<script>window.hit=1</script>\">",
  "<link rel=preload as=script href=//example.invalid/x.js>",
  "<meta http-equiv=refresh content=\"0;url=javascript:window.hit=1\">",
  "<meta http-equiv=Set-Cookie content=\"x=<script>window.hit=1</script>\">",
  "<base href=//example.invalid/>",
  "<base target=\"x' onclick=window.hit=1\">",
  "<template><script>window.hit=1</script></template>",
  "<noscript><p title=\"</noscript><img src=x onerror=window.hit=1>\">",
  "<table background=javascript:window.hit=1>",
  "<isindex type=image src=x onerror=window.hit=1>",
  "<xml onreadystatechange=window.hit=1>",
  "<x onclick=window.hit=1>click",
  "<x contenteditable onblur=window.hit=1>x",
  "<xss id=x tabindex=1 onfocus=window.hit=1></xss>",
  "<custom-element onfocusin=window.hit=1 tabindex=0>x",
  "<%00script>window.hit=1</script>",
  "<scr%00ipt>window.hit=1</script>",
  "%3Cscript%3Ewindow.hit=1%3C/script%3E",
  "&lt;script&gt;window.hit=1&lt;/script&gt;",
  "&#60;script&#62;window.hit=1&#60;/script&#62;",
  "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
  "\\x3cscript\\x3ewindow.hit=1\\x3c/script\\x3e",
  "+ADw-script+AD4-window.hit=1+ADw-/script+AD4-",
  "{{constructor.constructor('window.hit=1')()}}",
  "${window.hit=1}",
  "#{window.hit=1}",
  "<%= window.hit=1 %>",
  "javascript:window.hit=1",
  "javascript://example.invalid/%0Awindow.hit=1",
  "data:text/html,<script>window.hit=1</script>",
  "https://example.invalid/\"onmouseover=\"window.hit=1",
  "https://example.invalid/'><script>window.hit=1</script>",
  "https://javascript:window.hit=1@example.invalid/",
  "';window.hit=1;//",
  "\";window.hit=1;//",
  "\\';window.hit=1;//",
  "*/window.hit=1/*",
  "<!--<img src=\"--><img src=x onerror=window.hit=1>",
  "<![CDATA[<script>window.hit=1</script>]]>",
  "<?xml version=\"1.0\"?><script>window.hit=1</script>",
  "<?php echo \"<script>window.hit=1</script>\" ?>",
  "<plaintext><script>window.hit=1",
  "<xmp><script>window.hit=1</script></xmp>",
  "<listing>&lt;img src=x onerror=window.hit=1&gt;</listing>",
  "<a id=paperdeckWorker><a id=paperdeckWorker name=x href=javascript:window.hit=1>",
  "<img name=getElementById>",
  "<form id=app><input name=children></form>",
  "__proto__.hit=1",
  "<mark onmouseover=window.hit=1>x</mark>",
];

const filler = "This invented abstract is long enough to be one, because it goes on about nothing in particular. ".repeat(4);

/** A listing in which paper N has payload N for a title and, between words, in its abstract. */
function dump() {
  const papers = PAYLOADS.map(
    (payload, i) => `Paper ${i} ${payload}\n\n${filler}${payload} and so it ends.\n\n  • 2 authors\n·\nMar 20, 2024`,
  );
  return `Daily Papers\n\nNov 3\n\n${papers.join("\n\n")}\n`;
}

test(`${PAYLOADS.length} payloads in titles and abstracts show as text, and nothing runs`, { tag: "@core" }, async ({ page }) => {
  expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(100);
  page.on("dialog", () => expect("a dialog").toBe("not opened"));
  await page.goto("./");
  await open(page, file('<img src=x onerror="window.hit=1">.txt', dump()));
  await expectStatus(page, `${PAYLOADS.length} papers`);

  // All cards, whole abstracts.
  const more = page.getByRole("button", { name: "Show more" });
  while (await more.isVisible()) {
    const shown = await page.getByRole("article").count();
    // The list may grow by itself meanwhile, and the button go with its last cards.
    await more.evaluate((button: HTMLElement) => button.click());
    await expect.poll(() => page.getByRole("article").count()).toBeGreaterThan(shown);
  }
  await expect(page.getByRole("article")).toHaveCount(PAYLOADS.length);
  const numbers = await page.getByRole("article").getByRole("heading").allTextContents();
  expect(numbers.map((title) => Number(title.split(" ")[1]))).toEqual(PAYLOADS.map((_, i) => i));

  // Angle brackets and quotes of the payloads are characters on the page, not elements.
  const articles = await page.getByRole("article").allTextContents();
  for (const [i, payload] of PAYLOADS.entries()) {
    if (/^[<"'\[]/.test(payload) && !/[\\{}$`&~]|--|\s{2}/.test(payload)) {
      expect(articles[i]).toContain(payload);
    }
  }
  expect(await page.locator("article :is(script, img, image, iframe, object, embed, style, link, form, video, audio, base, meta)").count()).toBe(0);

  // Every link is of the web, opens apart and takes nothing along.
  const links = await page.locator("article a").evaluateAll((all) =>
    all.map((a) => [(a as HTMLAnchorElement).protocol, (a as HTMLAnchorElement).rel]));
  expect(links.length).toBeGreaterThan(0);
  for (const [protocol, rel] of links) {
    expect(protocol).toMatch(/^https?:$/);
    expect(rel).toBe("noopener noreferrer");
  }

  // Searching marks them, starring stores them, exporting writes them, reloading shows them: all of it as text.
  await page.getByRole("searchbox", { name: "Search" }).fill("<script>window.hit");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ of \d+ papers$/ })).toBeVisible();
  await expect(page.locator("article mark").first()).toBeVisible();
  await page.getByRole("article").first().getByRole("button", { name: "Favourite" }).click();
  const json = JSON.parse((await exported(page, "JSON")).text);
  expect(json.papers[0].title).toMatch(/^Paper \d+ /);
  await expectAccessible(page);
  await page.goto("./#q=%3Cscript%3Ewindow.hit%3D1%3C%2Fscript%3E");
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("<script>window.hit=1</script>");
  expect(await page.evaluate(() => (window as any).hit)).toBeUndefined();
});
