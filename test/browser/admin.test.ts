/** Pages of the administration in a real browser: no barriers, in both languages, light and dark, from a narrow phone on, and without script. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '../../src/people/person.ts';
import { barriers, tooWide, wordless } from '../support/barriers.ts';
import { PHONE, WIDE, withPage } from '../support/browser.ts';
import { differs } from '../support/offers.ts';
import { type BusyHouse, busyHouse } from './busy-house.ts';

let at: BusyHouse;
beforeAll(async () => {
  at = await busyHouse();
});
afterAll(() => at.h.close());

const signIn = (page: Page, who: string) =>
  page.context().addCookies([{ name: 'postern', value: at.cookies[who]!, url: at.h.url }]);

/** Those in which a page is looked at whole, and those in which its contrast alone is; null: of a page that was, its words. */
type Colours = readonly ['light', 'dark'] | null;

/** What is wrong with these pages for this reader. */
async function wrong(page: Page, paths: Iterable<string>, language: Language, colours: Colours): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    await page.emulateMedia({ colorScheme: colours?.[0] ?? 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize(WIDE);
    const answer = await page.goto(at.h.url + path);
    if (answer?.status() !== 200) found.push(`${path}: ${answer?.status()}`);
    if ((await page.getAttribute('html', 'lang')) !== language) found.push(`${path}: not in ${language}`);
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll('main details')) folded.setAttribute('open', '');
    });
    const faults = [...(await (colours ? barriers(page, colours[1]) : wordless(page))), ...(await tooWide(page))];
    found.push(...faults.map((fault) => `${path}: ${fault}`));
  }
  return found;
}

/** Where a page without a script offers something else. */
const unlike = (who: string, paths: readonly string[]): Promise<string[]> =>
  withPage(async (page) => {
    await signIn(page, who);
    return withPage(
      async (plain) => {
        await signIn(plain, who);
        const found: string[] = [];
        for (const path of paths) {
          await Promise.all([page.goto(at.h.url + path), plain.goto(at.h.url + path)]);
          found.push(...(await differs(page, plain)).map((fault) => `${path}: ${fault}`));
        }
        return found;
      },
      { javaScriptEnabled: false },
    );
  });

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
  const paths = ['/', ...EMPTY.map((name) => `/admin/${name}`)];
  const found = await withPage(async (page) => {
    await signIn(page, 'Ann');
    return wrong(page, paths, 'en', ['light', 'dark']);
  });
  expect(found).toEqual([]);
}, 60_000);

test.each([
  ['Ann', 'en', ['light', 'dark']],
  ['Vera', 'ru', null],
] as const)(
  'with everything in them: %s (%s)',
  async (who, language, colours) => {
    if (!(await at.h.gw.db.read('tasks').first())) await at.fill();
    const pages = Object.values(await at.pages());
    const found = await withPage(async (page) => {
      await signIn(page, who);
      return wrong(page, pages, language, colours);
    });
    expect(found).toEqual([]);
  },
  90_000,
);

test('each offers the same without a script', async () => {
  if (!(await at.h.gw.db.read('tasks').first())) await at.fill();
  expect(await unlike('Ann', Object.values(await at.pages()))).toEqual([]);
}, 60_000);

/** The forms of the administration: where, what is typed, what is pressed, and what is read then. */
type Step = readonly [page: string, fields: Readonly<Record<string, string>>, press: string, says: string | RegExp];
const FORMS: readonly Step[] = [
  ['start', { 'Name of the firm': 'Acme & Daughters' }, 'Save', 'Saved.'],
  ['start', { 'Where to send it': 'ann@acme.example' }, 'Send the letter', 'That is an employee’s address'],
  ['start', { 'Where to send it': 'me@client.example' }, 'Send the letter', 'then refresh this page'],
  ['settings', {}, 'Save', 'Saved. It holds from the next mail'],
  ['address-new', { 'Name of the address': 'not one' }, 'Save', 'A name has Latin letters'],
  ['address-new', { 'Name of the address': 'orders' }, 'Save', 'orders@'],
  ['address', { 'What it is for': 'Orders and offers' }, 'Save', 'Saved.'],
  ['address', {}, 'Remove the address', 'support@'],
  ['keys', { Name: 'The till' }, 'Make a key', 'Copy it now'],
  ['webhooks', { Address: 'https://user:word@shop.example' }, 'Make a webhook', 'without a name and password'],
  ['webhooks', { Address: 'https://shop.example/hook' }, 'Make a webhook', 'Copy it now'],
  ['webhook', {}, 'Once more', 'waiting'],
  ['webhook', { Address: 'https://shop.example/other' }, 'Save', 'Done.'],
  ['webhook', {}, 'Switch off', 'Done.'],
  ['webhook', {}, 'Remove', 'The webhook is gone.'],
  ['templates', {}, 'Choose', 'Letters are written like that from now on.'],
  ['inbox', { Sender: 'nobody@nowhere.example' }, 'Show', 'Nothing was found for this period'],
  ['suppressions', {}, 'Write again', 'Letters go to that address again.'],
  ['spam', {}, 'Not spam', 'Nobody is here.'],
  ['mail-held', {}, 'Discard', 'somebody decided not to take it'],
  ['person', { Position: 'Buyer' }, 'Save', 'Saved.'],
  ['person', {}, 'Make a link', 'Hand it over now'],
  ['person', {}, 'Let go', 'This person is not here any more'],
  ['person', {}, 'Bring back', 'Make a link'],
];

test('without script every form is sent and says what came of it', async () => {
  if (!(await at.h.gw.db.read('tasks').first())) await at.fill();
  const pages = await at.pages();
  const found = await withPage(
    async (page) => {
      page.setDefaultTimeout(3000);
      const faults: string[] = [];
      await signIn(page, 'Ann');
      for (const [name, fields, press, says] of FORMS) {
        try {
          await page.goto(at.h.url + pages[name]!);
          const folded = page.locator('main details:not([open]) > summary:visible');
          while ((await folded.count()) > 0) await folded.first().click();
          for (const [label, value] of Object.entries(fields))
            await page.getByLabel(label, { exact: true }).fill(value);
          await page.getByRole('button', { name: press }).first().click();
          await page.locator('main').getByText(says).first().waitFor();
        } catch (error) {
          faults.push(`${name}, ${press}: ${String(error).split('\n')[0]}`);
        }
      }
      return faults;
    },
    { javaScriptEnabled: false, expected: /422/ },
  );
  expect(found).toEqual([]);
}, 60_000);

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
