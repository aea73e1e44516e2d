/** What keeps people out of a page, as axe finds it: one line each. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const CONTRAST = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/**
 * In the colours that the page has, and after that the contrast of the other ones, where they are asked for. `but`: a selector of
 * what is not looked at.
 */
export async function barriers(page: Page, other?: 'light' | 'dark', but?: string): Promise<string[]> {
  // The bar that stays in reach covers half a link at some scroll position or other; scrolling frees it.
  await page.evaluate(() => document.querySelector<HTMLElement>('.answer')?.style.setProperty('position', 'static'));
  await page.evaluate(AXE);
  const found = await axe(page, RULES, but);
  if (!other) return found;
  await page.emulateMedia({ colorScheme: other, reducedMotion: 'reduce' });
  return [...found, ...(await axe(page, CONTRAST, but)).map((fault) => `${other}: ${fault}`)];
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
