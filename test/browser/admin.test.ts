/** Pages of the administration in a real browser: no barriers, in both languages, light and dark, from a narrow phone on, and without script. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '../../src/people/person.ts';
import { barriers, tooWide } from '../support/barriers.ts';
import { PHONE, WIDE, withPage } from '../support/browser.ts';
import { type BusyHouse, busyHouse } from './busy-house.ts';

let at: BusyHouse;
beforeAll(async () => {
  at = await busyHouse();
});
afterAll(() => at.h.close());

const signIn = (page: Page, who: string) =>
  page.context().addCookies([{ name: 'postern', value: at.cookies[who]!, url: at.h.url }]);

/** Those in which the page is looked at, and those in which its contrast alone is. */
type Colours = readonly ['light', 'dark'] | readonly ['dark', 'light'];

/** What is wrong with these pages for this reader. */
async function wrong(
  page: Page,
  paths: Iterable<string>,
  language: Language,
  [colorScheme, other]: Colours,
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(WIDE);
    const answer = await page.goto(at.h.url + path);
    if (answer?.status() !== 200) found.push(`${path}: ${answer?.status()}`);
    if ((await page.getAttribute('html', 'lang')) !== language) found.push(`${path}: not in ${language}`);
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll('main details')) folded.setAttribute('open', '');
    });
    found.push(...[...(await barriers(page, other)), ...(await tooWide(page))].map((fault) => `${path}: ${fault}`));
  }
  return found;
}

const EMPTY = [
  'inbox',
  'held',
  'letters',
  'suppressions',
  'people',
  'addresses',
  'keys',
  'webhooks',
  'status',
  'audit',
  'start',
  'templates',
];

test('on the first day, with nothing in them', async () => {
  const found = await withPage(async (page) => {
    await signIn(page, 'Ann');
    return wrong(page, ['/', ...EMPTY.map((name) => `/admin/${name}`)], 'en', ['light', 'dark']);
  });
  expect(found).toEqual([]);
}, 60_000);

test.each([
  ['Ann', 'en', ['light', 'dark']],
  ['Vera', 'ru', ['dark', 'light']],
] as const)(
  'with everything in them: %s (%s, %s)',
  async (who, language, colours) => {
    if (!(await at.h.gw.db.read('tasks').first())) await at.fill();
    const pages = await at.pages();
    const found = await withPage(async (page) => {
      await signIn(page, who);
      return wrong(page, Object.values(pages), language, colours);
    });
    expect(found).toEqual([]);
  },
  90_000,
);

test('without script, on a phone: a mail is decided, a letter sent again, a key revoked, a mistake said', async () => {
  if (!(await at.h.gw.db.read('tasks').first())) await at.fill();
  const { letter } = await at.pages();
  await withPage(
    async (page) => {
      await signIn(page, 'Ann');
      await page.goto(`${at.h.url}/admin/held`);
      await page.getByRole('button', { name: 'Discard' }).first().click();
      await page.getByRole('status').getByText('decided').waitFor();
      await page.goto(at.h.url + letter!);
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.getByRole('status').getByText('It is on its way again').waitFor();
      await page.goto(`${at.h.url}/admin/keys`);
      await page.getByText('Revoke…').first().click();
      await page.getByRole('button', { name: 'Revoke' }).first().click();
      await page.getByText('revoked').first().waitFor();
      await page.goto(`${at.h.url}/admin/people/new`);
      await page.getByLabel('First name').fill('Max');
      await page.getByLabel('Login').fill('vera');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').getByText('This login is taken').waitFor();
      expect(await page.getByLabel('First name').inputValue()).toBe('Max');
    },
    { viewport: PHONE, javaScriptEnabled: false, expected: /422/ },
  );
}, 60_000);
