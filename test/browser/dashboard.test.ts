/** The client's dashboard in a real browser: what arrives while one writes, files on their way, and the way between conversations. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PHONE, shot, withPage } from '../support/browser.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** Red, one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAAAxWAH/9hGqGgAAAABJRU5ErkJggg==',
  'base64',
);

interface Talk {
  readonly task: string;
  readonly link: string;
  say(text: string): Promise<{ readonly id: string }>;
}

async function talk(firstName: string, language: 'ru' | 'en', title: string): Promise<Talk> {
  const email = `${title.toLowerCase().replace(/\P{L}/gu, '-')}@client.example`.replace(/[^\x20-\x7e]/g, 'x');
  const contact = await office.post<{ id: string }>('/contacts', { firstName, lastName: 'Hill', email, language });
  return another(contact.id, email, title);
}

async function another(contact: string, email: string, title: string): Promise<Talk> {
  const task = await office.post<{ id: string }>(
    '/tasks',
    { title, description: '', assignees: [office.ann.id], participants: [contact] },
    office.ann.id,
  );
  const say = (text: string) =>
    office.post<{ id: string }>(`/tasks/${task.id}/comments`, { text, notify: [contact] }, office.ann.id);
  const before = office.letters();
  await say(`The first words about ${title}`);
  const letter = await office.letter(email, before);
  return { task: task.id, say, link: /https?:\/\/\S+\/d\/[a-z2-7]+\/tasks\/\d+/.exec(letter.text)![0] };
}

/** As when the reader comes back to the page: it looks for what is new at once. */
const comesBack = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

it('new words appear while one writes, are announced, and move neither the words being written nor the page', async () => {
  const desks = await talk('Geoff', 'en', 'Desks');
  for (let i = 0; i < 5; i++) await desks.say(`Line ${i}\n\n${'about the desks and the chairs. '.repeat(12)}`);
  await withPage(
    async (page) => {
      await page.goto(desks.link);
      // As in browsers that do not hold the place by themselves.
      await page.evaluate(() => document.body.style.setProperty('overflow-anchor', 'none'));
      await page.click('textarea');
      await page.keyboard.type('Half a tho');
      const top = () => page.evaluate(() => document.querySelector('textarea')!.getBoundingClientRect().top);
      const before = await top();
      await desks.say('The van has broken down');
      await comesBack(page);
      await page.getByText('The van has broken down').waitFor();
      await page.keyboard.type('ught');
      expect(await page.inputValue('textarea')).toBe('Half a thought');
      expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
      await expect.poll(() => page.locator('.live').textContent()).toBe('A new message has arrived');
      await expect.poll(() => page.locator('.since + .day, .since + .entry').count()).toBe(1);
      await shot(page, 'dashboard-arrived');
      // What was taken back goes, an unfolded and unchanged entry stays the very same element.
      await page.evaluate(() => Object.assign(document.querySelector('.entry')!, { mine: true }));
      const { id } = await desks.say('A slip of the pen');
      await comesBack(page);
      await page.getByText('A slip of the pen').waitFor();
      await office.remove(`/tasks/${desks.task}/comments/${id}`, office.ann.id);
      await comesBack(page);
      await page.getByText('A slip of the pen').waitFor({ state: 'detached' });
      expect(await page.evaluate(() => 'mine' in document.querySelector('.entry')!)).toBe(true);
      expect(await page.inputValue('textarea')).toBe('Half a thought');
    },
    { viewport: PHONE },
  );
});

it('an unchanged conversation costs no bytes, and a page that nobody looks at asks nothing', async () => {
  const lamps = await talk('Ida', 'en', 'Lamps');
  await withPage(async (page) => {
    await page.goto(lamps.link);
    const asked: number[] = [];
    page.on('response', (answer) => {
      if (answer.url() === lamps.link) asked.push(answer.status());
    });
    await comesBack(page);
    await expect.poll(() => asked).toEqual([304]);
    await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }));
    await comesBack(page);
    await page.waitForTimeout(800);
    expect(asked).toEqual([304]);
  });
});

it('each file has a bar of its own while it is sent, and cancelling loses neither words nor files', async () => {
  const doors = await talk('Olaf', 'en', 'Doors');
  await withPage(async (page) => {
    await page.goto(doors.link);
    await page.fill('textarea', 'Two plans');
    await page.setInputFiles('#files', [
      { name: 'one.bin', mimeType: 'x/y', buffer: Buffer.alloc(300_000, 1) },
      { name: 'two.bin', mimeType: 'x/y', buffer: Buffer.alloc(2_000_000, 2) },
    ]);
    const devtools = await page.context().newCDPSession(page);
    const line = (bytes: number) =>
      devtools.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: bytes,
      });
    await line(250_000);
    await page.getByRole('button', { name: 'Send' }).click();
    const share = (i: number) =>
      page
        .locator('.chosen progress')
        .nth(i)
        .evaluate((bar: HTMLProgressElement) => bar.value);
    await expect.poll(() => share(0), { timeout: 8000 }).toBe(1);
    expect(await share(1)).toBeLessThan(1);
    await shot(page, 'dashboard-sending');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.inputValue('textarea')).toBe('Two plans');
    await expect.poll(() => page.locator('.chosen progress').count()).toBe(0);
    expect(await page.locator('.chosen li').count()).toBe(2);
    await line(-1);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.entry.own .files a').nth(1).waitFor();
  });
});

it('all files stand in one list with their pictures, and come as one archive', async () => {
  const roof = await talk('Анна', 'ru', 'Крыша');
  await withPage(
    async (page) => {
      await page.goto(roof.link);
      await page.fill('textarea', 'План и фото');
      await page.setInputFiles('#files', [
        { name: 'план крыши.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 …') },
        { name: 'фото.png', mimeType: 'image/png', buffer: PNG },
      ]);
      await page.getByRole('button', { name: 'Отправить' }).click();
      await page.getByRole('link', { name: 'Все файлы' }).click();
      await page.getByRole('heading', { level: 1, name: 'Файлы переписки' }).waitFor();
      const picture = page.locator('.thumb img');
      await picture.scrollIntoViewIfNeeded();
      await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
      await shot(page, 'dashboard-files');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('одним архивом').click()]);
      expect(download.suggestedFilename()).toBe('Крыша.zip');
      await page.getByRole('link', { name: 'из этого сообщения' }).first().click();
      await page.waitForURL(/#c2$/);
    },
    { viewport: PHONE, locale: 'ru-RU' },
  );
});

it('one goes from conversation to conversation, sees what is new in them, and comes back by the keyboard', async () => {
  const email = 'nora@client.example';
  const { id } = await office.post<{ id: string }>('/contacts', { firstName: 'Nora', email, language: 'en' });
  const [first, second] = [await another(id, email, 'Gates'), await another(id, email, 'Fences')];
  await withPage(async (page) => {
    await page.goto(second.link);
    await page.goto(first.link);
    await second.say('More about fences');
    await page.getByText('Other conversations').click();
    const row = page.locator('.switch .rows li', { hasText: 'Fences' });
    await row.locator('.fresh', { hasText: 'new' }).waitFor();
    await shot(page, 'dashboard-switch');
    await page.keyboard.press('Escape');
    await page.locator('.switch .rows').waitFor({ state: 'hidden' });
    await page.getByText('Other conversations').click();
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Fences' }).waitFor();
    await expect.poll(() => page.locator('.since').count()).toBe(1);
  });
});
