/** «Why did this mail end up here?»: every mail that was answered with 250 is found, counted and explained. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainMail } from '../../src/flow/explain.ts';
import { startReader } from '../../src/flow/reading.ts';
import type { Person } from '../../src/people/person.ts';
import { ledgerLine } from '../../src/store/ledger.ts';
import { eachHouse, type House } from '../support/app.ts';
import { compose, deliver, letters, reply, send } from '../support/program.ts';
import { tablesOf } from '../support/tables.ts';
import {
  client,
  comments,
  employee,
  form,
  inbox,
  look,
  program,
  says,
  settings,
  signedIn,
  task,
  tasks,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const STRANGER = 'Olga Reed <olga@other.example>';

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  return { anna, desks, letter: (await letters(h))[0]! };
}

/** Somebody at a page of theirs: what they read, and what the buttons on it send. */
async function atDesk(h: House, who: Person = h.owner) {
  const headers = await signedIn(h, who);
  const read = (path: string) => look(h.url + path, { headers });
  const press = async (path: string, ...fields: [string, string][]) => {
    const csrf =
      /name="csrf" value="([^"]+)"/.exec((await read('/admin/held')).html + (await read(path)).html)?.[1] ?? '';
    return look(h.url + path, { method: 'POST', headers, body: form([['csrf', csrf], ...fields]) });
  };
  return { read, press };
}

const held = (h: House, letter: Awaited<ReturnType<typeof letters>>[number], text: string, subject = 'Re: Desks') =>
  send(h, reply(letter, ANNA, text, { signedBy: null, subject }));

eachHouse('the ledger', (house) => {
  test('received is the sum of what became of them: on the page, in the API and as a metric', async () => {
    const h = house();
    const { letter } = await asked(h);
    const answer = await compose(h, reply(letter, ANNA, 'On Friday.'));
    await deliver(h, 'anna@client.example', [letter.replyTo], answer);
    await h.app.idle();
    await deliver(h, 'anna@client.example', [letter.replyTo], answer);
    await held(h, letter, 'Send the money elsewhere.');
    const away = { 'Auto-Submitted': 'auto-replied' };
    await send(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'I am away', text: 'Until May.', headers: away });
    await deliver(h, 'x@client.example', ['ann@mail.acme.example'], Buffer.from('\r\nno header\r\n'));
    await h.app.idle();
    const sums = { received: 5, due: 0, delivered: 1, held: 1, ignored: 1, duplicate: 1, parked: 1 };
    expect((await (await program(h))('GET', '/ledger')).json).toEqual(sums);
    const { read } = await atDesk(h);
    expect((await read('/admin/inbox')).text).toContain(
      'Received 5 = delivered 1 + held 1 + ignored 1 + repeated 1 + parked 1 + not read yet 0',
    );
    expect((await read('/admin/inbox?day=2020-02-29')).text).toContain('Received 0 = delivered 0');
    const metrics = (await look(`${h.url}/metrics`)).html;
    for (const [state, n] of Object.entries({
      delivered: 1,
      held: 1,
      ignored: 1,
      duplicate: 1,
      parked: 1,
      received: 0,
    }))
      expect(metrics).toContain(`postern_inbox_mails{state="${state}"} ${n}\n`);
    expect(Number(/postern_inbox_held_oldest_seconds ([\d.e+-]+)/.exec(metrics)?.[1])).toBeGreaterThan(0);
  });

  test('fields of a header as long as nobody writes them: each mail has its line, and the lines stay short', async () => {
    const h = house();
    const fields = [
      `From: a@silent.example\r\nMessage-ID: ${'x'.repeat(9000)}@y.example`,
      `From: b@silent.example\r\nMessage-ID: <${'漢'.repeat(900)}@y.example>`,
      `From: ${'c'.repeat(9000)}@silent.example\r\nMessage-ID: <3@y.example>`,
      `From: "${'d'.repeat(90_000)}" <d@silent.example>\r\nMessage-ID: <4@y.example>`,
      `From: e@silent.example\r\nMessage-ID: <5@y.example>\r\nSubject: ${'long '.repeat(40_000)}`,
    ];
    for (const [at, field] of fields.entries()) {
      const raw = Buffer.from(`${field}\r\n\r\nHello number ${at}.\r\n`);
      expect(await deliver(h, 'a@silent.example', ['ann@mail.acme.example'], raw)).toMatch(/^250 /);
    }
    await h.app.idle();
    const rows = await h.gw.db.read('inbox').select('state', 'message_id', 'from_address', 'from_name', 'subject');
    expect(rows.map(({ state }) => state).sort()).toEqual(['delivered', 'delivered', 'delivered', 'delivered', 'held']);
    for (const row of rows) expect(JSON.stringify(row).length).toBeLessThan(4000);
  });

  test('the page of a mail tells in words how it was decided, in the language of who reads it, and shows no secret', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'On Friday.'));
    await h.app.idle();
    const [mail] = await inbox(h);
    const { read } = await atDesk(h);
    const page = await read(`/admin/inbox/${mail!.id}`);
    expect(page.text).toContain(`Reply address in the envelope: signed by us, task № ${desks.number} → chosen`);
    expect(page.text).toContain('SPF fail, DKIM pass (d=client.example), DMARC pass');
    expect(page.text).toContain("from that person's own address, proven → a comment by this person");
    expect(page.text).toMatch(/Taken out of the comment \(kept and folded\): quote, [\d,]+ characters/);
    const olga = await employee(h, 'Olga', { role: 'admin', language: 'ru' });
    const russian = await (await atDesk(h, olga)).read(`/admin/inbox/${mail!.id}`);
    expect(russian.text).toContain(`Адрес для ответа в конверте: подписано нами, задача № ${desks.number} → выбрано`);
    expect(russian.text).toMatch(/Из комментария убрано \(хранится в свёрнутом виде\): цитата, \d+ знак/);
    const token = letter.replyTo.split('+')[1]!.split('@')[0]!;
    for (const path of ['', '/raw', '/words']) {
      const shown = await read(`/admin/inbox/${mail!.id}${path}`);
      expect(shown.html).not.toContain(token);
      expect(shown.html).not.toMatch(/\/d\/[a-z2-7]{50}/);
    }
    const trace = (await (await program(h))('GET', `/inbound/${mail!.id}`)).json.trace;
    expect(trace.clues[0]).toEqual({
      clue: 'reply-address',
      where: 'envelope',
      result: 'used',
      why: null,
      task: desks.number,
    });
    expect(trace.identity).toEqual({
      tie: 'own-token',
      from: 'this-person',
      verdict: 'speak-as-person',
      override: null,
    });
  });

  test('an answer of somebody who is not in the task says why it became a task of its own', async () => {
    const h = house();
    const { desks } = await asked(h);
    await client(h, 'Pavel', { email: 'pavel@other.example' as never });
    await send(h, {
      from: 'Pavel <pavel@other.example>',
      to: 'ann@mail.acme.example',
      subject: 'Re: Desks',
      text: 'Mine too.',
    });
    await h.app.idle();
    const [mail] = await inbox(h);
    expect(mail).toMatchObject({ state: 'delivered', outcome: 'task' });
    expect(mail!.task).not.toBe(desks.id);
    const page = await (await atDesk(h)).read(`/admin/inbox/${mail!.id}`);
    expect(page.text).toContain('Subject: the sender does not take part in the task → refused');
    expect(page.text).toContain('Nothing tied it to a task that is there.');
  });

  test('mail is found by day, state, outcome, sender, subject and Message-ID', async () => {
    const h = house();
    const { letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'On Friday.', { messageId: '<friday@client.example>' }));
    await send(h, { from: STRANGER, to: 'ann@mail.acme.example', subject: 'Качели для сада', text: 'Сколько стоят?' });
    await held(h, letter, 'Pay me.', 'Invoice 7');
    await h.app.idle();
    const { read } = await atDesk(h);
    const found = async (query: string) => {
      const rows = (await read(`/admin/inbox?${query}`)).html.split('<ul class="rows">')[1]!.split('</ul>')[0]!;
      return [...rows.matchAll(/<a href="\/admin\/inbox\/[^"]+">([^<]*)<\/a>/g)].map((m) => m[1]);
    };
    const all = ['Invoice 7', 'Качели для сада', 'Re: Desks'];
    expect(await found('')).toEqual(all);
    for (const when of ['today', 'week', 'all']) expect([when, await found(`when=${when}`)]).toEqual([when, all]);
    const today = new Date().toISOString().slice(0, 10);
    expect([await found(`day=${today}`), await found('day=2020-02-29'), await found('day=29.02.')]).toEqual([
      all,
      [],
      all,
    ]);
    expect(await found('what=held')).toEqual(['Invoice 7']);
    expect(await found('what=task')).toEqual(['Качели для сада']);
    expect(await found('sender=OLGA@other.example')).toEqual(['Качели для сада']);
    expect(await found('sender=anna')).toEqual(['Invoice 7', 'Re: Desks']);
    expect(await found(`q=${encodeURIComponent('КАЧЕЛИ')}`)).toEqual(['Качели для сада']);
    expect(await found(`q=${encodeURIComponent('<friday@client.example>')}`)).toEqual(['Re: Desks']);
    expect(await found('sender=anna&q=invoice&what=held')).toEqual(['Invoice 7']);
    expect(await found('sender=anna&what=task')).toEqual([]);
  });

  test('processed again after a setting was changed, a mail has another outcome; again and again, still one comment', async () => {
    const h = house();
    await settings(h, { strangers: 'reject' });
    const { desks, letter } = await asked(h);
    await send(h, reply(letter, STRANGER, 'I answer for Anna.'));
    await h.app.idle();
    const [mail] = await inbox(h);
    expect(mail).toMatchObject({ state: 'ignored', outcome: 'stranger' });
    const { press } = await atDesk(h);
    const again = () => press(`/admin/inbox/${mail!.id}`, ['decision', 'again']);
    expect((await again()).status).toBe(303);
    await h.app.idle();
    expect(await inbox(h)).toMatchObject([{ state: 'ignored', outcome: 'stranger' }]);
    await settings(h, { strangers: 'add' });
    const answers = await Promise.all([again(), again(), again()]);
    expect(answers.filter(({ status }) => status === 303).length).toBeGreaterThan(0);
    await h.app.idle();
    expect(await inbox(h)).toMatchObject([{ state: 'delivered', outcome: 'comment' }]);
    expect((await again()).status).toBe(404);
    await h.app.idle();
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['When shall we come?', 'I answer for Anna.']);
  });

  test('a rehearsal says what would happen, and is what then happens; it leaves no row and no file', async () => {
    const h = house();
    const { letter } = await asked(h);
    const files = [{ filename: 'plan.pdf', content: Buffer.alloc(400_000, 'plan ') }];
    const answer = await compose(h, reply(letter, ANNA, 'On Friday.', { attachments: files }));
    const away = { from: 'anna@client.example', to: [letter.replyTo], ip: '127.0.0.1', helo: 'mx.client.example' };
    const everything = async () => {
      const rows = await Promise.all((await tablesOf(h.gw)).map(async (table) => [table, await h.gw.db.read(table)]));
      return { rows, files: readdirSync(join(h.gw.blobs.spillDir, '..'), { recursive: true }).sort() };
    };
    const before = await everything();
    const reader = startReader();
    const told = await explainMail(h.gw, reader, { raw: answer, ...away });
    expect(await everything()).toEqual(before);
    await deliver(h, away.from, away.to, answer);
    await h.app.idle();
    const [mail] = await inbox(h);
    const line = await ledgerLine(h.gw.db.read, h.account.id, mail!.id, true);
    const { took: _, ...trace } = told.trace;
    expect(told).toMatchObject({ account: 'acme', state: 'delivered', outcome: 'comment', task: 1 });
    expect([told.state, told.outcome]).toEqual([mail!.state, mail!.outcome]);
    expect(line!.trace).toMatchObject(trace);
    const again = await explainMail(h.gw, reader, { raw: answer, ...away });
    await reader.close();
    expect(again).toMatchObject({ state: 'duplicate' });
  });

  test('the queue: several are let in at once, one is left aside by its own button, and what is decided is gone from it', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    for (const text of ['One.', 'Two.', 'Pay me.']) await held(h, letter, text);
    await h.app.idle();
    const [one, two, three] = (await inbox(h)).map((m) => m.id);
    const { read, press } = await atDesk(h);
    const queue = await read('/admin/held');
    expect(queue.html.match(/<input type="checkbox" name="mail"/g)).toHaveLength(3);
    for (const words of ['One.', 'Two.', 'Pay me.', 'Waiting for a decision 3']) expect(queue.text).toContain(words);
    expect((await press('/admin/held', ['decision', 'accept'])).headers.get('location')).toBe('/admin/held?nothing');
    const done = await press('/admin/held', ['decision', 'accept'], ['mail', one!], ['mail', two!]);
    expect(done.headers.get('location')).toBe('/admin/held?done=2');
    expect((await read('/admin/held?done=2')).text).toContain('2 mails were decided.');
    await h.app.idle();
    const late = await press('/admin/held', ['decision', 'discard'], ['mail', one!], ['mail', three!]);
    expect(late.headers.get('location')).toBe('/admin/held?done=1&gone=1');
    await h.app.idle();
    expect((await comments(h, desks)).map((c) => c.text).sort()).toEqual(['One.', 'Two.', 'When shall we come?']);
    expect((await inbox(h)).map((m) => m.state)).toEqual(['delivered', 'delivered', 'ignored']);
    const decided = await read(`/admin/inbox/${one}`);
    expect(decided.text).toContain('Decided by Ann Lee');
    expect(decided.text).toContain('A person decided: accept once.');
    expect((await read('/admin/held')).text).toContain('No mail waits for a decision.');
  });

  test('a mail is looked at without harm: its words are shown in a cage, and nothing is asked of anybody', async () => {
    const h = house();
    const { letter } = await asked(h);
    const html =
      '<p>Dear <b>Ann</b></p><img src="https://evil.example/seen.gif"><script>alert(1)</script><form action="/logout"><button>Press</button></form>';
    await send(h, reply(letter, ANNA, 'Dear Ann', { html, signedBy: null }));
    await h.app.idle();
    const [mail] = await inbox(h);
    const { read } = await atDesk(h);
    const words = await read(`/admin/inbox/${mail!.id}/words`);
    expect(words.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(words.html).toContain('<b>Ann</b>');
    expect(words.html).not.toMatch(/evil|<script|<form|<button/);
    const raw = await read(`/admin/inbox/${mail!.id}/raw`);
    expect(raw.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(raw.headers.get('content-security-policy')).toMatch(/^sandbox/);
    expect(raw.html).toContain('<script>alert(1)</script>');
    expect((await inbox(h))[0]!.state).toBe('held');
  });

  test('none of it is there for an ordinary employee, and no decision is taken without the page’s own token', async () => {
    const h = house();
    const { letter } = await asked(h);
    await held(h, letter, 'Pay me.');
    await h.app.idle();
    const [mail] = await inbox(h);
    const boris = await atDesk(h, await employee(h, 'Boris'));
    for (const path of [
      '/admin/inbox',
      '/admin/held',
      `/admin/inbox/${mail!.id}/raw`,
      `/admin/inbox/${mail!.id}/words`,
    ])
      expect([path, (await boris.read(path)).status]).toEqual([path, 404]);
    const headers = await signedIn(h, h.owner);
    const body = form([
      ['decision', 'accept'],
      ['mail', mail!.id],
    ]);
    expect((await look(`${h.url}/admin/held`, { method: 'POST', headers, body })).status).toBe(403);
    await h.app.idle();
    expect((await inbox(h))[0]!.state).toBe('held');
    expect(await tasks(h)).toHaveLength(1);
  });
});
