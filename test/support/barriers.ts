/** What keeps people out of a page, as axe finds it: one line each. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const CONTRAST = { runOnly: { type: 'rule', values: ['color-contrast'] } };
const WORDS = { runOnly: ['cat.name-role-value', 'cat.text-alternatives', 'cat.language'] };

/**
 * In the colours that the page has, and after that the contrast of the other ones, where they are asked for. `but`: a selector of
 * what is not looked at.
 */
export async function barriers(page: Page, other?: 'light' | 'dark', but?: string): Promise<string[]> {
  await standStill(page);
  const found = await axe(page, RULES, but);
  if (!other) return found;
  await page.emulateMedia({ colorScheme: other, reducedMotion: 'reduce' });
  return [...found, ...(await axe(page, CONTRAST, but)).map((fault) => `${other}: ${fault}`)];
}

/**
 * What is wrong with the words alone: all that can differ in a second language, of a page that `barriers` has seen in the first; its
 * colours and its order are the same.
 */
export async function wordless(page: Page): Promise<string[]> {
  await standStill(page);
  return axe(page, WORDS);
}

async function standStill(page: Page): Promise<void> {
  // Words are there before their style sheet is.
  await page.waitForLoadState('load');
  // The bar that stays in reach covers half a link at some scroll position or other; scrolling frees it.
  await page.evaluate(() => document.querySelector<HTMLElement>('.answer')?.style.setProperty('position', 'static'));
  await bring(page);
}

const brought = new WeakSet<Page>();

/** To the page that is open now, and to those that it will open: half a megabyte goes to the browser once. */
async function bring(page: Page): Promise<void> {
  if (!brought.has(page)) await page.addInitScript(AXE);
  brought.add(page);
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(AXE);
}

/** Asked for what is wrong alone: to name every element that is right takes longer than to look at it. */
function axe(page: Page, rules: object, but?: string): Promise<string[]> {
  const where = but ? JSON.stringify({ exclude: [but] }) : 'document';
  const how = JSON.stringify({ ...rules, resultTypes: ['violations'] });
  return page.evaluate<string[]>(
    `axe.run(${where}, ${how}).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0]?.html.slice(0, 200)))`,
  );
}

/** As pixels beyond the window: nothing may have to be read by scrolling sideways. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** WCAG 2.2, 1.4.10 and 1.4.4: a narrow phone, and a window of 1280 pixels at 200 %. */
const WINDOWS = [
  { width: 640, height: 400 },
  { width: 320, height: 640 },
] as const;

/**
 * Where the page goes sideways, one line a window. Letters and words stand apart as readers may set them (WCAG 2.2, 1.4.12), so
 * that a page fits with the fonts of other machines as well.
 */
export async function tooWide(page: Page): Promise<string[]> {
  await page.waitForLoadState('load');
  await page.evaluate(() => {
    const apart = new CSSStyleSheet();
    apart.replaceSync('* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, apart];
  });
  const found: string[] = [];
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > window.width) found.push(`${wide} px wide in ${window.width}`);
  }
  await page.evaluate(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
  });
  return found;
}
