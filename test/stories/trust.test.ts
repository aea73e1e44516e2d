/** A link that was forwarded: what a browser that nobody knows may do behind it, and when links end (decisions "Dashboard link"). */
import { expect, test } from 'vitest';
import { DAY } from '../../src/base/time.ts';
import type { Contact } from '../../src/people/person.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { client, comments, dashboard, form, letterStates, look, says, settings, type TaskHere, task } from './firm.ts';

interface Scene {
  readonly anna: Contact;
  readonly desks: TaskHere;
  readonly base: string;
  readonly page: string;
}

async function scene(h: House, linkTrust: string): Promise<Scene> {
  await settings(h, { linkTrust });
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'On Monday?', { notify: [anna] });
  await h.app.idle();
  const base = await dashboard(h, anna);
  return { anna, desks, base, page: `${base}/tasks/${desks.number}` };
}

const post = (url: string, fields: Record<string, string>, cookie = '') =>
  look(url, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie } });

const write = (at: Scene, text: string, cookie = '') =>
  look(`${at.page}/comments`, { method: 'POST', body: form([['text', text]]), headers: { cookie } });

async function codeFor(h: House): Promise<string> {
  const last = (await lettersTo(h, 'anna@client.example')).at(-1)!;
  return /^[A-Z2-9]{6}$/m.exec(last.text)![0];
}

async function confirmed(h: House, at: Scene): Promise<string> {
  await post(`${at.base}/code`, { next: new URL(at.page).pathname });
  const done = await post(`${at.base}/confirm`, { code: await codeFor(h), next: new URL(at.page).pathname });
  expect([done.status, done.headers.get('location')]).toEqual([303, new URL(at.page).pathname]);
  return done.headers.get('set-cookie')!.split(';')[0]!;
}

oneHouse('link trust', (house) => {
  test('confirm-writes: a new browser reads; it writes after the code from Anna’s mailbox', async () => {
    const h = house();
    const at = await scene(h, 'confirm-writes');
    const before = await look(at.page);
    expect(before.text).toContain('On Monday?');
    expect(before.html).not.toContain('<textarea');
    expect(before.text).toContain('a…@client.example');
    expect((await write(at, 'Yes.')).status).toBe(403);
    expect(await comments(h, at.desks)).toHaveLength(1);
    const cookie = await confirmed(h, at);
    expect((await look(at.page, { headers: { cookie } })).html).toContain('<textarea');
    expect((await write(at, 'Yes.', cookie)).status).toBe(303);
    expect((await comments(h, at.desks)).map((c) => c.text)).toEqual(['On Monday?', 'Yes.']);
    await h.app.idle();
  });

  test('confirm-all: nothing is shown before the code, neither the list nor a file nor a title', async () => {
    const h = house();
    const at = await scene(h, 'confirm-all');
    for (const url of [at.base, at.page, `${at.base}/files/${h.account.id}`]) {
      const seen = await look(url);
      expect(seen.text).not.toMatch(/Desks|Monday/);
      expect(seen.text).toContain('Is it you?');
    }
    expect((await write(at, 'Yes.')).text).toContain('Is it you?');
    const cookie = await confirmed(h, at);
    expect((await look(at.page, { headers: { cookie } })).text).toContain('On Monday?');
  });

  test('a code works once, for the newest letter, a quarter of an hour, and ten guesses are all', async () => {
    const h = house();
    const at = await scene(h, 'confirm-writes');
    await look(`${at.base}/code`);
    await post(`${at.base}/code`, {});
    // Asked again at once: the letter that is on its way is the answer.
    await post(`${at.base}/code`, {});
    const code = await codeFor(h);
    expect((await letterStates(h)).filter((l) => l.kind === 'code')).toHaveLength(1);
    expect((await post(`${at.base}/confirm`, { code: 'AAAAAA' })).status).toBe(422);
    const spelled = `${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `;
    expect((await post(`${at.base}/confirm`, { code: spelled })).status).toBe(303);
    expect((await post(`${at.base}/confirm`, { code })).status).toBe(422);
    await h.gw.db.write((tx) => tx('one_time').update({ used_at: null, expires_at: Date.now() - 1 }));
    expect((await post(`${at.base}/confirm`, { code })).status).toBe(422);
    for (let n = 0; n < 6; n += 1) await post(`${at.base}/confirm`, { code: 'AAAAAA' });
    await h.gw.db.write((tx) => tx('one_time').update({ expires_at: Date.now() + DAY }));
    expect((await post(`${at.base}/confirm`, { code })).status).toBe(429);
  });

  test('the code is in no place but the letter, and a renewed link is confirmed anew', async () => {
    const h = house();
    const at = await scene(h, 'confirm-writes');
    const cookie = await confirmed(h, at);
    const code = await codeFor(h);
    const stored = JSON.stringify(await h.gw.db.read('letters'));
    expect(stored).not.toContain(code);
    await post(`${at.base}/renew`, {}, cookie);
    const page = `${await dashboard(h, at.anna)}/tasks/${at.desks.number}`;
    expect((await look(page, { headers: { cookie } })).html).not.toContain('<textarea');
    await h.app.idle();
  });

  test('she closes her own link: nothing opens until she asks, and then the letter leads to where she wanted to go', async () => {
    const h = house();
    const at = await scene(h, 'open');
    expect((await look(at.page)).html).toContain(`action="${new URL(at.base).pathname}/end"`);
    expect((await look(`${at.base}/end`)).status).toBe(404);
    expect((await post(`${at.base}/end`, {})).text).toContain('The link has ended');
    await h.app.idle();
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(1);
    const now = await dashboard(h, at.anna);
    for (const base of [at.base, now]) expect((await look(`${base}/tasks/${at.desks.number}`)).status).toBe(410);
    const asked = await look(at.page);
    expect(asked.html).toContain(`name="task" value="${at.desks.number}"`);
    await post(`${at.base}/fresh`, { task: String(at.desks.number) });
    await expect.poll(async () => (await lettersTo(h, 'anna@client.example')).length).toBe(2);
    const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    const link = /http\S*\/d\/[a-z2-7]{56}\S*/.exec(letter.text)![0];
    expect([new URL(link).pathname.split('/').slice(3), (await look(link)).status]).toEqual([
      ['tasks', String(at.desks.number)],
      200,
    ]);
    expect((await look(at.page)).status).toBe(410);
    const audit = await h.gw.db.read('audit').select('actor_id', 'what');
    expect(audit).toContainEqual({ actor_id: at.anna.id, what: 'link-revoked' });
  });

  test('with an end date the link runs out so long after our last letter, and a fresh one is mailed', async () => {
    const h = house();
    const at = await scene(h, 'open');
    await settings(h, { linkDays: 30 });
    expect((await look(at.page)).status).toBe(200);
    await h.gw.db.write((tx) => tx('letters').update({ created_at: Date.now() - 31 * DAY }));
    const ended = await look(at.page);
    expect([ended.status, ended.text.includes('run out')]).toEqual([410, true]);
    await post(`${at.base}/fresh`, {});
    await expect.poll(async () => (await lettersTo(h, 'anna@client.example')).length).toBe(2);
    expect((await look(`${await dashboard(h, at.anna)}/tasks/${at.desks.number}`)).status).toBe(200);
    // The link that was forwarded long ago stays ended.
    expect((await look(at.page)).status).toBe(410);
  });
});
