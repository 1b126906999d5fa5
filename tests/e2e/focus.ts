// Where the focus is, and whether it can be seen: not lost to the body, in sight, not covered, and drawn (WCAG 2.4.7, 2.4.11).

import type { Page } from "@playwright/test";
import { expect } from "./paperdeck";

/** What has the focus. */
export type Stop = {
  /** A name for messages. */
  name: string;
  /** A number of its own, as long as its element lives. */
  id: number;
  /** What is wrong with it. */
  wrong: string[];
  /** Its place in its part. */
  box: [left: number, top: number, right: number, bottom: number];
  /** Whether it comes before the stop that was asked for last, in the document: the walk began again, or goes back. */
  earlier: boolean;
  /** Whether it is in something that lies over the page, or in a toast. */
  over: boolean;
  /** The part of the page that it belongs to: within it, stops follow the order of reading. */
  part: number;
};

/** What has the focus now; nothing where it is lost. */
export function focused(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const state = ((globalThis as any).focusWatch ??= { ids: new WeakMap<Element, number>(), next: 0 });
    const idOf = (element: Element) => {
      if (!state.ids.has(element)) {
        state.ids.set(element, state.next++);
      }
      return state.ids.get(element) as number;
    };
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body || element === document.documentElement) {
      return null;
    }
    const wrong: string[] = [];
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const said = element.getAttribute("aria-label") || element.textContent!.trim().slice(0, 40) || element.getAttribute("title");
    const name = `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} “${said ?? ""}”`;

    // In sight: some of it is within the window, and at some point there nothing else covers it.
    const inside = { left: Math.max(left, 0), top: Math.max(top, 0), right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) };
    // The label of a box stands for it, and who holds it.
    const own = element.closest("label") ?? element;
    const points = [0.02, 0.25, 0.5, 0.75, 0.98];
    const hits = (x: number, y: number) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (own.contains(hit) || hit.contains(element) && !hit.matches("body, html, .deck, main, aside"));
    };
    if (right - left < 1 || bottom - top < 1) {
      wrong.push("has no size");
    } else if (inside.right - inside.left < 1 || inside.bottom - inside.top < 1) {
      wrong.push(`is out of sight (${[left, top, right, bottom].map(Math.round)})`);
    } else if (!points.some((x) => points.some((y) =>
      hits(inside.left + (inside.right - inside.left) * x, inside.top + (inside.bottom - inside.top) * y)))) {
      wrong.push("is covered");
    }

    // Drawn: an outline, a shadow or a line of the accent, on it, before it, or around it.
    const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (colour: string) => {
      const [r, g, b] = numbers(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const opaque = (colour: string) => (numbers(colour)[3] ?? 1) > 0.5;
    const behind = (of: Element | null): string => {
      for (let at = of; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (opaque(colour)) {
          return colour;
        }
      }
      return "rgb(255, 255, 255)";
    };
    const tells = (colour: string, of: Element | null) => {
      if (!opaque(colour)) {
        return false;
      }
      const [one, other] = [light(colour), light(behind(of))].sort((a, b) => b - a);
      return (one + 0.05) / (other + 0.05) >= 3;
    };
    const outlined = (of: Element) => {
      const style = getComputedStyle(of);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && tells(style.outlineColor, of.parentElement);
    };
    // Asked for once: it costs a new style of everything.
    const accent: string = (state.accent ??= (() => {
      const probe = document.createElement("i");
      probe.className = "focus-probe";
      document.body.append(probe);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".focus-probe { color: var(--accent); position: fixed }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      const { color } = getComputedStyle(probe);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      probe.remove();
      return color;
    })());
    const shadowed = (of: Element) => getComputedStyle(of).boxShadow.includes(accent);
    const lined = (of: Element) => {
      const line = getComputedStyle(of, "::before");
      return line.content !== "none" && line.backgroundColor === accent && parseFloat(line.width) > 0 && parseFloat(line.height) > 0;
    };
    const around = [element, ...element.querySelectorAll(".triage-text, .line.active"), element.parentElement!];
    if (!element.matches(":focus-visible")) {
      wrong.push("is not :focus-visible");
    } else if (!around.some((of) => outlined(of) || shadowed(of) || lined(of))) {
      wrong.push("draws no focus");
    }
    const part = element.closest("article, .reading-row, .card-foot, .toolbar, .chips, fieldset, details, li, header, .filters, aside, dialog, "
      + ".over-foot, .over-head, .audit-side, .over, main, body")!;
    // However far what lies between them is scrolled.
    let [across, down] = [part.getBoundingClientRect().left, part.getBoundingClientRect().top];
    for (let at: Element | null = element === part ? null : element.parentElement; at; at = at === part ? null : at.parentElement) {
      [across, down] = [across - at.scrollLeft, down - at.scrollTop];
    }
    const box: Stop["box"] = [left - across, top - down, right - across, bottom - down];
    const earlier = Boolean(state.last?.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    state.last = element;
    const over = element.closest("dialog[open], .over, .toast-place") !== null;
    return { name, id: idOf(element), wrong, box, earlier, over, part: idOf(part) };
  });
}

/** Fails where the focus is lost, out of sight, covered, or not drawn. */
export async function expectFocusSeen(page: Page, when: string) {
  await expect.poll(async () => {
    const stop = await focused(page);
    return stop === null ? "lost" : stop.wrong.map((wrong) => `${stop.name} ${wrong}`).join(", ") || "seen";
  }, { message: `the focus ${when}`, timeout: 3_000 }).toBe("seen");
}

/** Goes on, or back, until it comes round to where it began, at most so far; where it stopped, each once. */
export async function walk(page: Page, key: "Tab" | "Shift+Tab", most = 400): Promise<{ stops: Stop[]; round: boolean }> {
  const stops: Stop[] = [];
  let lost = 0;
  while (stops.length < most) {
    await page.keyboard.press(key);
    const stop = await focused(page);
    if (stop === null) {
      // After the end of the page come the browser's own buttons, if any, and then its beginning.
      lost += 1;
      if (lost > 2) {
        return { stops, round: stops.length === 0 };
      }
      continue;
    }
    if (stops.some((other) => other.id === stop.id)) {
      return { stops, round: stop.id === stops[0].id };
    }
    stops.push(stop);
  }
  return { stops, round: true };
}

/** What is wrong with a walk: stops that cannot be seen, and those that stand before the one before them in the same part. */
export function troubles(stops: Stop[], back: boolean): string[] {
  const wrong = stops.flatMap((stop) => stop.wrong.map((wrong) => `${stop.name} ${wrong}`));
  for (const [at, stop] of stops.entries()) {
    const other = stops[at - 1];
    if (at > 0 && other.part === stop.part && stop.earlier === back) {
      const [first, second] = back ? [stop, other] : [other, stop];
      const above = second.box[3] <= first.box[1] + 1;
      const before = second.box[2] <= first.box[0] + 1 && second.box[1] < first.box[3] - 1 && second.box[3] <= first.box[3] + 1;
      if (above || before) {
        wrong.push(`${second.name} stands ${above ? "above" : "left of"} ${first.name}, and comes after it`);
      }
    }
  }
  return wrong;
}
