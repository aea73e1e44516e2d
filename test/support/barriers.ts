/** What keeps people out of a page, as axe finds it: one line each. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Found {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** In the colours that the page has, and after that the contrast of the other ones, where they are asked for. */
export async function barriers(page: Page, other?: 'light' | 'dark'): Promise<string[]> {
  // The bar that stays in reach covers half a link at some scroll position or other; scrolling frees it.
  await page.evaluate(() => document.querySelector<HTMLElement>('.answer')?.style.setProperty('position', 'static'));
  await page.evaluate(AXE);
  const found = [await page.evaluate<Found>(`axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`)];
  if (other) {
    await page.emulateMedia({ colorScheme: other, reducedMotion: 'reduce' });
    found.push(await page.evaluate('axe.run(document, { runOnly: { type: "rule", values: ["color-contrast"] } })'));
  }
  return found.flatMap(({ violations }) => violations.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 200)}`));
}

/** As pixels beyond the window: nothing may have to be read by scrolling sideways. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
