/**
 * The way of a client, with real parts only: a letter that left → opened as a mail program shows it → the link in its footer →
 * the dashboard → a comment with a file → the file taken back. And the way of the team beside it.
 */
import nodemailer from 'nodemailer';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHONE, shot, WIDE, withPage } from '../support/browser.ts';
import { type Office, openOffice, type ReadLetter } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const TALK = {
  en: {
    link: 'Full conversation history',
    firstName: 'Geoff',
    lastName: 'Hill',
    title: 'Six oak desks for the new office',
    question: 'Your desks are oiled and dry.\n\nShall we bring them on Thursday, or rather on Friday?',
    answer: 'Thursday is perfect, before noon please.',
    send: 'Send',
    file: 'office plan.txt',
    empty: 'There is nothing here',
  },
  ru: {
    link: 'Полная история переписки',
    firstName: 'Анна',
    lastName: 'Ким',
    title: 'Шесть дубовых столов для нового офиса',
    question: 'Столы готовы, масло высохло.\n\nКогда вам удобнее принять их — в четверг или в пятницу?',
    answer: 'В четверг, лучше до обеда. План офиса во вложении.',
    send: 'Отправить',
    file: 'план офиса.txt',
    empty: 'Здесь ничего нет',
  },
} as const;
/** Bytes that no text survives: what is downloaded must be what was chosen. */
const BYTES = Buffer.from(Array.from({ length: 70_001 }, (_, i) => (i * 31) % 256));

interface Walk {
  readonly language: keyof typeof TALK;
  readonly viewport: typeof WIDE;
  readonly colorScheme: 'light' | 'dark';
  readonly script: boolean;
}

const WALKS: readonly Walk[] = [
  { language: 'ru', viewport: WIDE, colorScheme: 'light', script: true },
  { language: 'ru', viewport: PHONE, colorScheme: 'dark', script: true },
  { language: 'en', viewport: WIDE, colorScheme: 'dark', script: true },
  { language: 'en', viewport: PHONE, colorScheme: 'light', script: true },
  { language: 'ru', viewport: PHONE, colorScheme: 'light', script: false },
  { language: 'en', viewport: WIDE, colorScheme: 'light', script: false },
];

const nameOf = ({ language, viewport, colorScheme, script }: Walk) =>
  `${language}-${viewport.width}-${colorScheme}${script ? '' : '-no-script'}`;

describe('from a letter to the conversation and back', () => {
  it.each(WALKS.map((walk) => [nameOf(walk), walk] as const))('%s', async (name, walk) => {
    const { language, viewport, colorScheme, script } = walk;
    const talk = TALK[language];
    const client = await meet(walk, `${name}@client.example`);
    await writeTo(client, talk.question);
    const letter = await office.letter(client.email);
    const before = office.letters();
    await withPage(
      async (page) => {
        await openLetter(page, letter);
        await shot(page, `walk-${name}-1-letter`);
        await page.getByRole('link', { name: talk.link }).click();
        await page.getByRole('heading', { level: 1, name: talk.title }).waitFor();
        await expectNoSideways(page, viewport.width);
        await shot(page, `walk-${name}-2-dashboard`);
        expect(await page.locator('.talk').textContent()).toContain(talk.question.split('\n')[0]);

        await page.fill('textarea', talk.answer);
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          page.click(script ? 'label[for=files]' : '#files'),
        ]);
        await chooser.setFiles({ name: talk.file, mimeType: 'application/octet-stream', buffer: BYTES });
        await shot(page, `walk-${name}-3-writing`);
        await page.getByRole('button', { name: talk.send }).click();
        const mine = page.locator('.talk li.entry', { hasText: talk.answer });
        await mine.waitFor();
        expect(await mine.count()).toBe(1);
        expect(await mine.textContent()).toContain(talk.firstName);
        await expectNoSideways(page, viewport.width);
        await shot(page, `walk-${name}-4-added`);

        const [download] = await Promise.all([
          page.waitForEvent('download'),
          mine.getByRole('link', { name: talk.file }).click(),
        ]);
        expect(download.suggestedFilename()).toBe(talk.file);
        expect((await bytesOf(download)).equals(BYTES)).toBe(true);
      },
      {
        viewport,
        colorScheme,
        javaScriptEnabled: script,
        locale: language === 'ru' ? 'ru-RU' : 'en-GB',
      },
    );
    // The team hears of it, and nothing in their letter opens the client's own page.
    const told = await office.letter(office.ann.email, before);
    expect(told.text).toContain(talk.answer);
    expect(told.text + told.html).not.toContain('/d/');
  });
});

describe('a form without script', () => {
  it('that is sent twice makes one comment, and both lead to it', async () => {
    const client = await meet(WALKS[5]!, 'impatient@client.example');
    await writeTo(client, 'Please answer once.');
    const link = linkIn(await office.letter(client.email));
    await withPage(
      async (page) => {
        await page.goto(link);
        await page.fill('textarea', 'Once is enough');
        const form = await page.evaluate(() => [...new FormData(document.querySelector('form.composer')!)].map(String));
        expect(form.join()).toContain('Once is enough');
        // Both presses of an impatient hand: the browser goes with the second, the server has got both.
        const sent = await bothAtOnce(page);
        expect(sent.map((s) => s.status)).toEqual([303, 303]);
        expect(new Set(sent.map((s) => s.location)).size).toBe(1);
        await page.goto(link);
        expect(await page.locator('.talk li.entry', { hasText: 'Once is enough' }).count()).toBe(1);
        // A new page is a new form: the same words may be said again on purpose.
        await page.fill('textarea', 'Once is enough');
        await page.getByRole('button', { name: 'Send' }).click();
        await page.waitForURL(/#c3$/);
        expect(await page.locator('.talk li.entry', { hasText: 'Once is enough' }).count()).toBe(2);
      },
      { javaScriptEnabled: false },
    );
  });
});

describe('the team', () => {
  it('sets a password, signs in, writes to whom it picks, and looks after the mail', async () => {
    const walk = WALKS[3]!;
    const client = await meet(walk, 'team@client.example');
    await writeTo(client, 'Here is the offer.');
    await withPage(async (page) => {
      await page.goto(office.ann.activation);
      await shot(page, 'walk-team-1-activation');
      await page.getByLabel('Password').fill('a long quiet river');
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Login or e-mail').fill(office.ann.email);
      await page.getByLabel('Password').fill('a long quiet river');
      await shot(page, 'walk-team-2-login');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
      await shot(page, 'walk-team-3-tasks');

      await page.getByRole('link', { name: client.title }).first().click();
      await page.getByRole('group', { name: 'Contacts' }).waitFor();
      await shot(page, 'walk-team-4-task');
      const before = office.letters();
      await page.fill('textarea', 'The van comes at ten.');
      await page.getByLabel(`${client.firstName} ${client.lastName}`).check();
      await shot(page, 'walk-team-5-picking');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.talk li.entry', { hasText: 'The van comes at ten.' }).waitFor();
      const letter = await office.letter(client.email, before);
      expect(letter.text).toContain('The van comes at ten.');
      await page.reload();
      await shot(page, 'walk-team-6-told');

      await page.getByRole('link', { name: 'Administration' }).click();
      await page.getByRole('link', { name: 'Letters' }).click();
      await page.getByRole('heading', { level: 1, name: 'Letters' }).waitFor();
      await shot(page, 'walk-team-7-letters');
      await expectNoTokens(page, letter);
      await page.locator('.rows a').first().click();
      await page.locator('iframe.preview').waitFor();
      for (const more of await page.locator('details.raw summary').all()) await more.click();
      const preview = page.frames().find((f) => f.url().endsWith('/preview'));
      await preview!.getByText('The van comes at ten.', { exact: true }).waitFor();
      await expectNoTokens(page, letter);
      await shot(page, 'walk-team-8-letter');

      await sendRaw('reply@mail.acme.example', 'nothing here is a header, so this is no mail\r\n');
      await newestIs('parked');
      await page.getByRole('link', { name: 'Incoming mail' }).click();
      await page.getByText('parked — it cannot be read').waitFor();
      await shot(page, 'walk-team-9-inbox');
      await page.locator('.rows a').first().click();
      await page.getByText('It has no header, so it is not a mail').waitFor({ state: 'attached' });
      await shot(page, 'walk-team-10-parked');

      const forged = 'From: Somebody Else <else@other.example>\r\nSubject: Re: desks\r\n\r\nI pay for them.\r\n';
      await sendRaw(letter.replyTo, forged);
      await newestIs('held');
      await page.getByRole('link', { name: 'Incoming mail' }).click();
      await page.getByRole('link', { name: 'Re: desks' }).click();
      await page.getByText('I pay for them.').waitFor();
      await expectNoTokens(page, letter);
      await shot(page, 'walk-team-11-held');
      await page.getByRole('button', { name: 'Accept once' }).click();
      await newestIs('delivered');
      await page.reload();
      await page.getByRole('link', { name: '№' }).click();
      await page.locator('.talk li.entry', { hasText: 'I pay for them.' }).waitFor();
      await shot(page, 'walk-team-12-accepted');
    });
  }, 60_000);
});

interface Client {
  readonly id: string;
  readonly task: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
}

/** A client, and a task with them in it. */
async function meet({ language }: Walk, email: string): Promise<Client> {
  const { firstName, lastName, title } = TALK[language];
  const contact = await office.post<{ id: string }>('/contacts', { firstName, lastName, email, language });
  const task = await office.post<{ id: string }>(
    '/tasks',
    { title, description: '', assignees: [office.ann.id], participants: [contact.id] },
    office.ann.id,
  );
  return { id: contact.id, task: task.id, email, firstName, lastName, title };
}

const writeTo = (client: Client, text: string) =>
  office.post<{ task: string }>(`/tasks/${client.task}/comments`, { text, notify: [client.id] }, office.ann.id);

/** A mail program shows the HTML part on a page of its own that has nothing to do with the site. */
const openLetter = (page: Page, letter: ReadLetter) => page.setContent(letter.html);

const linkIn = (letter: ReadLetter): string => /https?:\/\/\S+\/d\/[a-z2-7]+\/tasks\/\d+/.exec(letter.text)![0];

async function expectNoSideways(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}

/** Neither what opens a dashboard nor what speaks for a client stands on a page of the team. */
async function expectNoTokens(page: Page, letter: ReadLetter): Promise<void> {
  const secrets = [/\/d\/([a-z2-7]+)/.exec(letter.text)![1]!, /\+([a-z2-7]+)@/.exec(letter.replyTo)![1]!];
  const all = await Promise.all(page.frames().map((frame) => frame.content()));
  expect(all.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(all.join('\n').toLowerCase()).not.toContain(secret);
  expect(all.join('\n')).not.toMatch(/[a-z2-7]{50,}/);
}

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The form of this page as its browser would send it, twice in the same moment. */
async function bothAtOnce(page: Page): Promise<{ status: number; location: string | null }[]> {
  const action = await page.locator('form.composer').getAttribute('action');
  const fields = await page.evaluate(() =>
    [...new FormData(document.querySelector<HTMLFormElement>('form.composer')!)].filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );
  const post = async () => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    const answer = await fetch(new URL(action!, office.url), {
      method: 'POST',
      body,
      headers: { Origin: office.url },
      redirect: 'manual',
    });
    return { status: answer.status, location: answer.headers.get('location') };
  };
  return Promise.all([post(), post()]);
}

async function sendRaw(to: string, raw: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: office.running.smtpPort, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: 'x@client.example', to: [to] }, raw });
  transport.close();
}

async function newestIs(state: string): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until; await new Promise((later) => setTimeout(later, 50))) {
    const { items } = await office.get<{ items: { state: string }[] }>('/inbound');
    if (items[0]?.state === state) return;
  }
  throw new Error(`The newest mail did not become ${state}`);
}
