/**
 * Every letter as people will see it: on a desk, on a telephone, in the dark. Pictures of each stand in test/.shots to be looked at; what
 * can be asked of all of them is asked here: nothing in the way of anybody, nothing wider than the screen, dark where the room is.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { STANDARD_KINDS } from '../../src/notify/letter.ts';
import { filled } from '../notify/samples.ts';
import { barriers } from '../support/barriers.ts';
import { PHONE, shot, withPage } from '../support/browser.ts';

const ways = [
  { name: 'desktop', size: { width: 720, height: 600 }, scheme: 'light' },
  { name: 'phone', size: { width: PHONE.width, height: 600 }, scheme: 'light' },
  { name: 'dark', size: { width: PHONE.width, height: 600 }, scheme: 'dark' },
] as const;

/** A letter stands in a mail program, whose page has the landmarks and the first heading. */
const OF_PAGES = /^(region|landmark-one-main|page-has-heading-one):/;

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

test.each(STANDARD_KINDS)('%s in both languages', async (kind) => {
  await withPage(async (page) => {
    for (const language of ['ru', 'en'] as const) {
      await page.setContent(filled(kind, language).html);
      for (const { name, size, scheme } of ways) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: scheme });
        await shot(page, `letter-${kind}-${language}-${name}`);
        expect([name, await width(page)]).toEqual([name, size.width]);
        expect([name, await ground(page)]).toEqual([
          name,
          scheme === 'dark' ? 'rgb(15, 18, 20)' : 'rgb(255, 255, 255)',
        ]);
      }
      if (language === 'en') expect((await barriers(page, 'light')).filter((one) => !OF_PAGES.test(one))).toEqual([]);
    }
  });
});

test('a title of three hundred signs, a word without an end and a wide table stay inside a narrow screen', async () => {
  const words = {
    html: `<p>${'безконца'.repeat(40)}</p><pre>${'x'.repeat(300)}</pre><table><tr>${'<td>клетка таблицы</td>'.repeat(9)}</tr></table>`,
    text: 'x',
  };
  const title = `Очень ${'длинное '.repeat(36)}название`;
  const files = [{ name: `${'имяфайла'.repeat(30)}.pdf`, type: 'application/pdf', size: 1 }];
  await withPage(
    async (page) => {
      await page.setContent(filled('N1', 'ru', { words, title, files }).html);
      await shot(page, 'letter-long-phone');
      expect(await width(page)).toBe(PHONE.width);
    },
    { viewport: PHONE },
  );
});
