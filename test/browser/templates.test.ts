/** An administrator writes, breaks, mends, publishes, compares and takes back a template in a real browser, with a script and without. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client, programJson, says, signedIn, task } from '../stories/firm.ts';
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
const editor = (page: Page, part: 'subject' | 'html' = 'html') =>
  page.locator(`.editor:has(+ [name=${part}]) .cm-content`);
const type = async (page: Page, text: string, part?: 'subject' | 'html') => {
  await editor(page, part).click();
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
        // The subject is one line, whatever is put into it, and Enter in it keeps the draft as in any other field.
        await type(page, 'Re:\n{{task.titel}}\n', 'subject');
        await page.getByText('Did you mean task.title?').waitFor();
        expect(await page.locator('[name=subject]').inputValue()).toBe('Re: {{task.titel}} ');
        await type(page, 'Re: {{task.title}}', 'subject');
        await page.keyboard.press('Enter');
        await page.getByText('The draft is saved').waitFor();
        expect(await page.locator('[name=subject]').inputValue()).toBe('Re: {{task.title}}');

        await editor(page).click();
        await page.keyboard.insertText(' ');
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

  test('is seen in every way, of a task that is there, mended by a click, and mailed to its writer', async () => {
    const bill = await client(h, 'Bill');
    const roof = await task(h, h.owner, 'Roof', { participants: [bill.id] });
    await says(h, h.owner, roof, 'The tiles have come', { notify: [bill] });
    let pictures = 0;
    const elsewhere = createServer((_, answer) => {
      pictures += 1;
      answer.writeHead(200, { 'Content-Type': 'image/gif' }).end(Buffer.from('R0lGODlhAQABAAAAACw=', 'base64'));
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const logo = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/logo.gif`;
    await withPage(
      async (page) => {
        await enter(page);
        await page.getByLabel('Name').fill('Tried');
        await page.getByRole('button', { name: 'New template' }).click();
        await type(page, `{{comment.text}}<img src="${logo}" alt="Our logo" width="60">`);
        await page.getByLabel('With the task number').fill(String(roof.number));
        await inLetter(page, 'The tiles have come');
        await page.getByText('Subject: Roof', { exact: true }).waitFor();
        const frame = page.locator('iframe.preview');
        const way = (name: string) => page.locator('.preview-ways').getByRole('button', { name, exact: true }).click();
        const ground = () =>
          page
            .frameLocator('iframe.preview')
            .locator('body')
            .evaluate((b) => getComputedStyle(b).backgroundColor);

        await way('Phone');
        expect((await frame.boundingBox())!.width).toBe(390);
        await way('Dark');
        await expect.poll(ground).toBe('rgb(15, 18, 20)');
        await shot(page, 'template-6-dark');
        await way('Wide');
        await expect.poll(ground).toBe('rgb(255, 255, 255)');
        await way('Headers');
        await page
          .locator('.preview-headers', { hasText: 'List-Unsubscribe-Post: List-Unsubscribe=One-Click' })
          .waitFor();
        expect(await frame.isVisible()).toBe(false);
        expect(await page.locator('.preview-headers').textContent()).toContain('Subject: Roof');
        await way('Plain text');
        expect(await page.locator('.preview-text').textContent()).toContain('The tiles have come');
        // Nothing is asked from elsewhere before it is wanted.
        expect(pictures).toBe(0);
        const [aside] = await Promise.all([
          page.waitForEvent('popup'),
          page.getByRole('button', { name: 'With pictures' }).click(),
        ]);
        await aside.getByText('The tiles have come').last().waitFor();
        await expect.poll(() => pictures).toBeGreaterThan(0);
        await aside.close();
        await way('Wide');

        await page.getByLabel('The link to the whole conversation').uncheck();
        await page.getByRole('button', { name: 'Add the link' }).waitFor();
        await shot(page, 'template-7-no-link');
        await page.getByRole('button', { name: 'Add the link' }).click();
        await page.getByText('The link to the conversation is in the draft again').waitFor();
        expect(await page.getByLabel('The link to the whole conversation').isChecked()).toBe(true);
        expect(await page.getByLabel('With the task number').inputValue()).toBe(String(roof.number));

        await page.getByRole('button', { name: 'Save and send a test' }).click();
        await page.getByText(`a test is on its way to ${h.owner.email}`).waitFor();
        await page.getByRole('link', { name: 'See the letter' }).click();
        await page.getByRole('heading', { level: 1, name: 'Test: Roof' }).waitFor();
        await shot(page, 'template-8-test');
        await h.app.idle();
        expect((await lettersTo(h, h.owner.email!)).at(-1)!.text).toContain('The tiles have come');
      },
      { viewport: WIDE, expected: /Applying inline style|logo\.gif/ },
    );
    elsewhere.close();
  });

  test('that somebody else saved meanwhile is shown beside what was typed, and neither is lost by leaving', async () => {
    const ask = await programJson(h);
    await withPage(
      async (page) => {
        await enter(page);
        await page.getByLabel('Name').fill('Both');
        await page.getByRole('button', { name: 'New template' }).click();
        await type(page, '<p>Mine</p>{{comment.text}}');
        const id = page.url().split('/').at(-1)!.split('?')[0]!;
        const words = { subject: '{{task.title}}', html: '<p>Theirs</p>{{comment.text}}', text: null };
        const kept = await ask('PATCH', `/templates/${id}`, { revision: 1, content: { words: { en: words } } });
        expect(kept.status).toBe(200);
        await page.getByRole('button', { name: 'Save the draft' }).click();
        const alert = page.getByRole('alert');
        await alert.getByText('+ <p>Mine</p>{{comment.text}}').waitFor();
        await alert.getByText('− <p>Theirs</p>{{comment.text}}').waitFor();
        await shot(page, 'template-9-both');
        let held = 0;
        page.on('dialog', (dialog) => {
          held += 1;
          void dialog.dismiss();
        });
        // A page asks to stay only where somebody has done something in it.
        await editor(page).click();
        await page.getByRole('link', { name: 'History' }).click();
        await expect.poll(() => held).toBe(1);
        expect(await page.locator('textarea[name=html]').inputValue()).toBe('<p>Mine</p>{{comment.text}}');
      },
      { viewport: WIDE, expected: /Applying inline style|status of 409/ },
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
