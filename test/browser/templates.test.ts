/** An administrator writes, breaks, mends, publishes, compares and takes back a template in a real browser, with a script and without. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, says, signedIn, task } from '../stories/firm.ts';
import { type OwnHouse, openAcme } from '../support/app.ts';
import { PHONE, shot, WIDE, withPage } from '../support/browser.ts';
import { lettersTo } from '../support/program.ts';

let h: OwnHouse;
let cookie: string;
beforeAll(async () => {
  h = await openAcme();
  cookie = (await signedIn(h, h.owner)).cookie.replace('postern=', '');
});
afterAll(() => h.close());

const enter = async (page: Page) => {
  await page.context().addCookies([{ name: 'postern', value: cookie, url: h.url }]);
  await page.goto(`${h.url}/admin/templates`);
};
/** The editor, and not the plain field that it takes the place of. */
const editor = (page: Page) => page.locator('.editor .cm-content').first();
const type = async (page: Page, text: string) => {
  await editor(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
};
/** The words of the letter in the frame, and not its preheader, which holds the first of them too. */
const inLetter = (page: Page, text: string) =>
  page.frameLocator('iframe.preview').getByRole('paragraph').filter({ hasText: text }).first().waitFor();

/** Typing over coloured words, Chromium writes their look into the field by itself; the policy refuses it, and nothing is lost by that. */
const OF_THE_BROWSER = /Applying inline style/;

describe('a template', () => {
  test('is written, broken, seen, published, used, compared and taken back', async () => {
    await withPage(
      async (page) => {
        await enter(page);
        await page.getByLabel('Name').fill('Our comments');
        await page.getByRole('button', { name: 'New template' }).click();
        await page.getByRole('heading', { level: 1, name: 'Our comments' }).waitFor();
        await inLetter(page, 'The third version');
        await shot(page, 'template-1-new');

        // Broken: said at once, with what was meant, and not to be published.
        await type(page, '<p>Dear {{recipient.firstNam}}</p>\n{{comment.text}}\n');
        await page.getByText('Did you mean recipient.firstName?').waitFor();
        expect(await page.getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);
        await shot(page, 'template-2-broken');

        await type(page, '<p>Dear {{recipient.firstName}}, from us:</p>\n{{comment.text}}\n');
        await inLetter(page, 'Dear Anna, from us:');
        await page.getByRole('button', { name: 'Plain text' }).click();
        await page.locator('.preview-text', { hasText: 'Dear Anna, from us:' }).waitFor();
        await page.getByRole('button', { name: 'Phone' }).click();
        await shot(page, 'template-3-seen');
        await page.getByRole('button', { name: 'Publish' }).click();
        await page.getByText('Published.').waitFor();

        const anna = await client(h, 'Anna');
        const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
        await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
        expect((await lettersTo(h, 'anna@client.example')).at(-1)!.html).toContain('Dear Anna, from us:');

        // A second version, what it changed, and the way back.
        await inLetter(page, 'Dear Anna, from us:');
        await type(page, '<p>Second thoughts</p>\n{{comment.text}}\n');
        await inLetter(page, 'Second thoughts');
        await page.getByRole('button', { name: 'Publish' }).click();
        await page.getByText('version 2 is in force').waitFor();
        await page.getByRole('link', { name: 'History' }).click();
        const second = page.getByRole('region', { name: 'Version 2' });
        await second.getByText('+ <p>Second thoughts</p>').waitFor();
        await second.getByText('− <p>Dear {{recipient.firstName}}, from us:</p>').waitFor();
        await shot(page, 'template-4-history');
        await page
          .getByRole('region', { name: 'Version 1' })
          .getByRole('button', { name: 'Take it as the draft' })
          .click();
        await page.getByText('The old version is the draft now.').waitFor();
        await inLetter(page, 'Dear Anna, from us:');
      },
      { viewport: WIDE, expected: OF_THE_BROWSER },
    );
  });

  test('is completed by name while one types, and a leaving hand is held back from what is not saved', async () => {
    await withPage(
      async (page) => {
        await enter(page);
        await page.getByLabel('Name').fill('Completed');
        await page.getByRole('button', { name: 'New template' }).click();
        await type(page, '{{comment.text}} ');
        await page.keyboard.type('{{task.ti');
        // By hand: a key in the moment in which the list opens is taken for one that was on its way before.
        await page
          .getByRole('option', { name: /task\.title/ })
          .first()
          .click();
        await expect.poll(() => page.locator('textarea[name=html]').inputValue()).toContain('{{task.title');
        let asked = 0;
        page.on('dialog', (dialog) => {
          asked += 1;
          void dialog.accept();
        });
        await page.goto(`${h.url}/admin/templates`);
        expect(asked).toBe(1);
      },
      { viewport: WIDE, expected: OF_THE_BROWSER },
    );
  });

  test('works without a script, on a phone, in a dark room', async () => {
    await withPage(
      async (page) => {
        await enter(page);
        await page.getByLabel('For which letter').selectOption('N1');
        await page.getByLabel('Name').fill('By hand');
        await page.getByRole('button', { name: 'New template' }).click();
        await page.getByLabel('The letter (HTML)').fill('<p>{{task.titel}}</p>{{task.description}}');
        await page.getByRole('button', { name: 'Publish' }).click();
        await page.getByText('Did you mean task.title?').waitFor();
        await shot(page, 'template-5-no-script');
        await page.getByLabel('The letter (HTML)').fill('<p>{{task.title}}</p>\n\n{{task.description}}');
        await page.getByRole('button', { name: 'Publish' }).click();
        await page.getByText('Published.').waitFor();
        expect(await page.getByLabel('The letter (HTML)').inputValue()).toBe(
          '<p>{{task.title}}</p>\n\n{{task.description}}',
        );
        // Words can be seen before the sheet that puts them in their places has come.
        await page.waitForLoadState('load');
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
      },
      { viewport: PHONE, colorScheme: 'dark', javaScriptEnabled: false, expected: /status of 422/ },
    );
  });
});
