/**
 * Scanners, previews and impatient programs open every address of a letter, some of them in a whole browser. Nothing in the house
 * may change because of it (decisions "Dashboard link", T4).
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { LETTER_KINDS } from '../../src/notify/letter.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import { type House, oneHouse } from '../support/app.ts';
import { withPage } from '../support/browser.ts';
import { letters, lettersTo, reply, send } from '../support/program.ts';
import { everything } from '../support/tables.ts';
import {
  client,
  dashboard,
  does,
  employee,
  letterStates,
  look,
  program,
  programJson,
  says,
  settings,
  task,
  upload,
} from './firm.ts';

const ANNA = 'Anna <anna@client.example>';

/** A letter of every kind that there is. */
async function everyKind(h: House): Promise<void> {
  const all = { enabled: true };
  await settings(h, { notifications: { N3: all, N4: all, N5: all }, linkTrust: 'confirm-writes', openPixel: true });
  const [anna, peter, boris] = [await client(h, 'Anna'), await client(h, 'Peter'), await employee(h, 'Boris')];
  const desks = await task(h, h.owner, 'Desks', {
    description: 'Oak',
    assignees: [anna.id, boris.id],
    participants: [peter.id],
  });
  const files = [await upload(h, h.owner, 'offer.txt', 'Oak')];
  await says(h, h.owner, desks, 'When? See https://elsewhere.example/oak', { notify: [anna, peter, boris], files });
  const [letter] = (await lettersTo(h, 'anna@client.example')).slice(-1);
  await send(h, reply(letter!, ANNA, 'On Monday.'));
  await send(h, reply(letter!, ANNA, 'Pay at once', { signedBy: null }));
  await send(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'Chairs', text: 'Six chairs, please.' });
  await h.app.idle();
  const paint = await task(h, h.owner, 'Paint', { assigner: anna.id, assignees: [boris.id] });
  for (const status of ['IN_PROGRESS', 'DONE'] as const)
    await does(h, boris, { kind: 'set-status', task: paint.id, status, reason: '' });
  const call = await program(h);
  await call('POST', `/contacts/${anna.id}/access`);
  const content = standardTemplate('N2');
  const asked = await (await programJson(h))('POST', '/senders', { address: 'info@elsewhere.example' });
  expect(asked.status).toBe(201);
  const tried = await (await programJson(h, h.owner))('POST', '/templates/test', { language: 'en', content });
  expect(tried.status).toBe(202);
  const post = (path: string, fields: Record<string, string>) =>
    look(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: h.url } });
  const forgets = async (nth: number) => {
    await post(`${h.url}/forgot`, { login: 'ann@acme.example' });
    // Whoever forgot is answered before it is looked who they are.
    const asked = async () => (await lettersTo(h, 'ann@acme.example')).filter((l) => l.text.includes('/activate/'));
    await expect.poll(async () => (await asked()).length).toBe(nth);
    return /http\S*\/activate\/\S+/.exec((await asked()).at(-1)!.text)![0];
  };
  await post(await forgets(1), { password: 'a long quiet river' });
  await forgets(2);
  await post(`${await dashboard(h, anna)}/code`, {});
  await post(`${await dashboard(h, peter)}/renew`, {});
  await h.app.idle();
}

const headOf = (raw: Buffer): string =>
  raw
    .toString('latin1')
    .split('\r\n\r\n')[0]!
    .replace(/\r\n[ \t]+/g, '');

/** Every address of ours in every letter, as text and as a program's eye finds it in HTML. */
async function addresses(h: House): Promise<string[]> {
  const found = (await letters(h)).flatMap((letter) => [
    ...[...letter.text.matchAll(/https?:\/\/[^\s<>"')]+/g)].map(([url]) => url),
    ...[...letter.html.matchAll(/(?:href|src)="(https?:[^"]+)"/g)].map((m) => m[1]!.replaceAll('&amp;', '&')),
    ...[...headOf(letter.raw).matchAll(/<(https?:[^>]+)>/g)].map((m) => m[1]!),
  ]);
  return [...new Set(found)].filter((url) => url.startsWith(h.url));
}

/** A sandbox of a mail scanner: script runs, forms are left alone, what is downloaded is thrown away. */
async function opens(page: Page, url: string): Promise<void> {
  await page.goto(url).catch((thrown: Error) => {
    if (!/Download is starting|ERR_ABORTED/.test(thrown.message)) throw thrown;
  });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

oneHouse('a scanner', (house) => {
  test('opens every address of every kind of letter by HEAD, GET and in a browser, and the house is as it was', async () => {
    const h = house();
    await everyKind(h);
    expect(new Set((await letterStates(h)).map((l) => l.kind))).toEqual(new Set(LETTER_KINDS));
    const urls = await addresses(h);
    const kinds = new Set(urls.map((url) => new URL(url).pathname.split('/')[1]));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['d', 'tasks', 'activate', 'question', 'mute', 'open', 'sender']),
    );
    const before = await everything(h.gw, ['leases']);
    const told = (await letters(h)).length;
    const asks = async (method: string) => {
      for (const url of urls) expect((await look(url, { method })).status).toBeLessThan(500);
    };
    for (const method of ['HEAD', 'OPTIONS']) await asks(method);
    expect(await everything(h.gw, ['leases'])).toEqual(before);
    // The one GET with an effect: a letter’s picture, which touches the record of its delivery alone.
    await asks('GET');
    const pictures = urls.filter((url) => new URL(url).pathname.startsWith('/open/'));
    const opened = await h.gw.db.read('letters').whereNotNull('read_at').select('id');
    expect([opened.length > 0, opened.length]).toEqual([true, pictures.length]);
    await withPage(
      async (page) => {
        // A picture is no page; it has been asked for.
        for (const url of urls.filter((one) => !pictures.includes(one))) await opens(page, url);
        // The pages that look for what is new have looked.
        await page.waitForTimeout(600);
      },
      { expected: /status of 4\d\d/ },
    );
    await h.app.idle();
    const { letters: records = [], ...after } = await everything(h.gw, ['leases']);
    const unread = records.map((row) => row.replace(/"read_at":\d+/, '"read_at":null'));
    expect({ ...after, letters: unread }).toEqual(before);
    expect(await letters(h)).toHaveLength(told);
  }, 60_000);
});
