/** «Anna says that she never got our letter»: it is found, what became of it is said in words, and it is sent again. */
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { LETTER_REASONS, sayReason } from '../../src/web/letter-words.ts';
import { speaker } from '../../src/web/words.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, employee, letterStates, says, task } from './firm.ts';

async function written(h: House) {
  const [anna, bob] = [await client(h, 'Anna', { lastName: 'Kim' }), await client(h, 'Bob', { lastName: 'O%Neil' })];
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, bob.id] });
  const roof = await task(h, h.owner, 'Крыша', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, bob] });
  await says(h, h.owner, roof, 'Когда?', { notify: [anna] });
  await h.gw.db.write((tx) => tx('contacts').where({ id: bob.id }).update({ mail_blocked: true }));
  await says(h, h.owner, desks, 'Bob?', { notify: [bob] });
  return { anna, bob };
}

/** Subject and state of each letter in a list, as it reads. */
const listed = (html: string): string[] =>
  [...html.matchAll(/<li><a href="\/admin\/letters\/[^"]+">([^<]*)<\/a>.*?<span class="state[^"]*">([^<]*)</gs)].map(
    ([, subject, state]) => `${subject}: ${state}`,
  );

eachHouse('the log of letters', (house) => {
  test('is searched by person, subject, state and day; a search reads its words as words', async () => {
    const h = house();
    await written(h);
    const ann = await browser(h, h.owner);
    const found = async (query: string) => listed((await ann.get(`/admin/letters?${query}`)).html);
    expect(await found('')).toEqual(['Desks: not to be sent', 'Крыша: sent', 'Desks: sent', 'Desks: sent']);
    expect(await found('to=Anna%40Client.example')).toEqual(['Крыша: sent', 'Desks: sent']);
    expect(await found('to=kim&q=desk')).toEqual(['Desks: sent']);
    expect(await found(`q=${encodeURIComponent('КРЫШ')}`)).toEqual(['Крыша: sent']);
    expect(await found('what=skipped')).toEqual(['Desks: not to be sent']);
    expect(await found('what=queued')).toEqual([]);
    expect(await found('what=sent&to=bob%40client.example')).toEqual(['Desks: sent']);
    for (const odd of ['%25', '_', '%25%40client.example', "'", '\\']) {
      const whose = await found(`to=${encodeURIComponent(decodeURIComponent(odd))}`);
      expect([odd, whose]).toEqual([odd, odd === '%25' ? ['Desks: not to be sent', 'Desks: sent'] : []]);
    }
    expect(await found('day=2020-02-29')).toEqual([]);
    expect(await found('when=all')).toHaveLength(4);
    const page = await ann.get('/admin/letters?what=skipped');
    expect(page.text).toContain(
      `not to be sent — ${speaker('en')('skipped.mail-blocked')} · to Bob O%Neil <bob@client.example>`,
    );
    expect(page.html).toContain('value="skipped" selected');
    // Nothing of it for those who do not look after the account.
    const max = await browser(h, await employee(h, 'Max'));
    const [letter] = await letterStates(h);
    for (const path of ['', `/${letter!.id}`, `/${letter!.id}/raw`, `/${letter!.id}/preview`])
      expect((await max.get(`/admin/letters${path}`)).status).toBe(404);
    expect((await max.send(`/admin/letters/${letter!.id}`, { do: 'again' })).status).toBe(404);
  });

  test('is read page by page, none lost and none twice, also with words that no index knows', async () => {
    const h = house();
    await written(h);
    await h.gw.db.write(async (tx) => {
      const row = await tx('letters').where({ state: 'sent' }).first();
      for (let n = 0; n < 70; n += 1) {
        const id = newId(Number(row.created_at) + n);
        await tx('letters').insert({
          ...row,
          id,
          cause: `x${n}`,
          subject: n % 2 ? 'Odd' : 'Even',
          sent_at: null,
          state: 'skipped',
        });
      }
    });
    const ann = await browser(h, h.owner);
    for (const [query, all] of [
      ['what=skipped', 71],
      ['q=odd', 35],
    ] as const) {
      const seen: string[] = [];
      for (let path: string | undefined = `/admin/letters?${query}`; path; ) {
        const { html } = await ann.get(path);
        seen.push(...[...html.matchAll(/<li><a href="\/admin\/letters\/([^"]+)"/g)].map((m) => m[1]!));
        path = /<a href="(\/admin\/letters\?[^"]*after=[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      }
      expect([query, seen.length, new Set(seen).size]).toEqual([query, all, all]);
    }
  });

  test('a letter that failed is sent again from its page, once; one that went is not', async () => {
    const h = house();
    await written(h);
    const [first, second] = await letterStates(h);
    await h.gw.db.write((tx) =>
      tx('letters')
        .where({ id: first!.id })
        .update({ state: 'bounced', reason: 'userunknown', diagnostic: `550 no mailbox ${h.url}/d/abc` }),
    );
    h.badRelay = true;
    const ann = await browser(h, h.owner);
    const page = `/admin/letters/${first!.id}`;
    const before = await ann.get(page);
    expect(before.text).toMatch(/came back — there is no such mailbox .* Attempts 1 Server's answer 550 no mailbox/);
    expect((await ann.send(page, { do: 'again' }, { csrf: 'x' })).status).toBe(403);
    expect((await ann.send(page, { do: 'something' })).status).toBe(404);
    const to = (await lettersTo(h, 'anna@client.example')).length;
    expect((await ann.send(page, { do: 'again' })).headers.get('location')).toBe(`${page}?again`);
    const after = await ann.get(`${page}?again`);
    expect(after.text).toContain('It is on its way again. State sent');
    expect(after.html).not.toContain('value="again"');
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(to + 1);
    expect((await ann.send(page, { do: 'again' })).status).toBe(409);
    expect((await ann.send(`/admin/letters/${second!.id}`, { do: 'again' })).status).toBe(409);
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(to + 1);
    const log = await h.gw.db.read('audit').where({ what: 'letter-sent-again' });
    expect(log.map((line) => line.subject)).toEqual([first!.id]);
  });

  test('a letter’s source is its head and both its bodies, without what speaks for its reader', async () => {
    const h = house();
    await written(h);
    const [letter] = await letterStates(h);
    const ann = await browser(h, h.owner);
    const raw = await ann.get(`/admin/letters/${letter!.id}/raw`);
    expect(raw.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f-]+\.txt"$/);
    expect(raw.html).toMatch(
      /^From: Ann Lee \(Acme\) <ann@mail\.acme\.example>\nTo: Anna Kim <anna@client\.example>\nReply-To: /,
    );
    expect(raw.html).toMatch(/\nReply-To: Ann Lee \(Acme\) <reply\+•••@mail\.acme\.example>\n/);
    expect(raw.html).toMatch(/\nList-Unsubscribe: <http:[^>]+\/mute\/•••>\n/);
    expect(raw.html).toContain(`href="${h.url}/d/•••/tasks/1`);
    // It is a mail: what is in it is what a program finds.
    const { text, html, subject } = await simpleParser(raw.html);
    expect([subject, text, html]).toEqual([
      'Desks',
      expect.stringContaining('When shall we come?'),
      expect.stringContaining('When shall we come?'),
    ]);
    const [sent] = await lettersTo(h, 'anna@client.example');
    for (const secret of [/\/d\/([a-z2-7]+)/.exec(sent!.text)![1]!, /\+([a-z2-7]+)@/.exec(sent!.replyTo)![1]!])
      expect(raw.html).not.toContain(secret);
  });
});

test('every reason has words in both languages, and one that nobody knows yet is told as it is', () => {
  for (const language of ['ru', 'en'] as const) {
    for (const reason of LETTER_REASONS) expect(sayReason(reason, speaker(language))).not.toBe('');
    expect(sayReason('something-new', speaker(language))).toBe('something-new');
    expect(sayReason(null, speaker(language))).toBe('');
  }
});
