/** When letters come to a contact by their own choice: chosen on their page, kept when letters go, and nobody else's business. */
import { afterEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/base/time.ts';
import type { OwnPace } from '../../src/people/pace.ts';
import type { Contact } from '../../src/people/person.ts';
import { loadContact, updateContact } from '../../src/store/people.ts';
import { eachHouse, type House } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, dashboard, does, employee, look, programJson, says, settings, task } from './firm.ts';
import { isNowAgain, later, quietNow } from './passing.ts';

const choose = (h: House, who: Contact, pace: Partial<OwnPace>) => h.gw.db.write((tx) => updateContact(tx, who, pace));

const paceIn = async (h: House, who: Contact): Promise<OwnPace> => {
  const { bundleMinutes, quietHours } = (await loadContact(h.gw.db.read, h.account.id, who.id))!;
  return { bundleMinutes, quietHours };
};

/** Words of each letter that has gone to them. */
const told = async (h: House, { email }: Contact, words: readonly string[]) =>
  (await lettersTo(h, email!)).map((l) => words.filter((w) => l.text.includes(w)).join(', '));

const send = async (h: House, base: string, fields: Record<string, string>) => {
  const page = await look(`${base}/letters`, { method: 'POST', body: new URLSearchParams(fields) });
  await h.app.idle();
  return page;
};

const NIGHT = { letters: 'firm', hours: 'own', from: '22:00', to: '08:00', timezone: '' };
const SAME = { quietHours: { from: '22:00', to: '22:00' } };
const WORDS = ['first', 'second', 'third'];

eachHouse('a pace of one’s own', (house) => {
  afterEach(() => isNowAgain(house()));

  test('a burst comes together to whoever chose so, though the firm sends each by itself', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna', { bundleMinutes: 60 }), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna, boris] });
    expect(await told(h, anna, WORDS)).toEqual(['first']);
    expect(await told(h, boris, WORDS)).toEqual(WORDS);
    // The team reads why.
    const page = await (await browser(h, h.owner)).get(`/tasks/${where.number}`);
    expect(page.text).toMatch(/Anna \(client\): waits till .{10,40} — together with what is said until then/);
    // The browser says it by the reader's own clock, as the times beside it.
    expect(page.html).toMatch(/waits till\s*<time [^>]*data-as="full"/);
    // That is no queue that stands.
    expect((await (await browser(h, h.owner)).get('/admin/status')).text).toContain('Letters to be sent none');
    await later(h, 61 * MINUTE);
    expect(await told(h, anna, WORDS)).toEqual(['first', 'second, third']);
    expect(await told(h, boris, WORDS)).toEqual(WORDS);
  });

  test('whoever wants each at once has it so, though the firm bundles and is quiet', async () => {
    const h = house();
    await settings(h, { bundleMinutes: 10, quietHours: quietNow() });
    const anna = await client(h, 'Anna', { bundleMinutes: 0, quietHours: 'none' });
    const boris = await client(h, 'Boris', { bundleMinutes: 0 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna, boris] });
    expect(await told(h, anna, WORDS)).toEqual(WORDS);
    expect(await told(h, boris, WORDS)).toEqual([]);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([WORDS, ['first, second, third']]);
  });

  test('in quiet hours of one’s own nothing comes but what was asked for, and nothing is lost after', async () => {
    const h = house();
    const [anna, vera] = [await client(h, 'Anna', { quietHours: quietNow() }), await employee(h, 'Vera')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, vera.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna, vera] });
    expect([await told(h, anna, WORDS), (await lettersTo(h, vera.email!)).length]).toEqual([[], 3]);
    const old = await dashboard(h, anna);
    await h.gw.db.write((tx) => tx('contacts').where({ id: anna.id }).update({ link_generation: 2 }));
    await look(`${old}/fresh`, { method: 'POST' });
    await h.app.idle();
    expect(await told(h, anna, WORDS)).toEqual(['']);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect((await told(h, anna, WORDS)).sort()).toEqual(['', 'first, second, third']);
  });

  test('what waits comes at once when another choice is made, but not into quiet hours', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna', { bundleMinutes: 180 }), await client(h, 'Boris')];
    await choose(h, boris, { bundleMinutes: 180 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna, boris] });
    const [annas, boriss] = [await dashboard(h, anna), await dashboard(h, boris)];
    // The same once more is no other choice.
    const said = async (page: { headers: Headers }) =>
      (await look(new URL(page.headers.get('location')!, annas).href)).text;
    const again = await send(h, annas, { letters: '180', hours: 'firm', timezone: '' });
    expect(await said(again)).not.toContain('What had been waiting');
    expect(await told(h, anna, WORDS)).toEqual(['first']);
    const other = await send(h, annas, { letters: '0', hours: 'firm', timezone: '' });
    expect(await said(other)).toContain('Saved. What had been waiting comes now, unless these are quiet hours.');
    expect(await told(h, anna, WORDS)).toEqual(['first', 'second, third']);
    const night = quietNow();
    await send(h, boriss, { letters: '0', hours: 'own', ...night, timezone: '' });
    expect(await told(h, boris, WORDS)).toEqual(['first']);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect(await told(h, boris, WORDS)).toEqual(['first', 'second, third']);
  });

  test('in another time zone it is another hour: what waited for the old one comes, what waits for others stays', async () => {
    const h = house();
    const call = await programJson(h);
    const night = { letters: 'firm', hours: 'own', ...quietNow() };
    const contact = (name: string) => client(h, name, { access: 'ACTIVE', quietHours: quietNow(), timezone: 'UTC' });
    const [anna, boris, vera] = [
      await client(h, 'Anna', { quietHours: quietNow() }),
      await contact('Boris'),
      await contact('Vera'),
    ];
    const dan = await client(h, 'Dan', { bundleMinutes: 180 });
    const all = [anna, boris, vera, dan];
    const where = await task(h, h.owner, 'Roof', { participants: all.map((one) => one.id) });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: all });
    await send(h, await dashboard(h, anna), { ...night, timezone: 'Asia/Tokyo' });
    await (await browser(h, boris)).send('/me', { language: 'en', timezone: 'Asia/Tokyo' });
    for (const one of [vera, dan]) await call('PATCH', `/contacts/${one.id}`, { timezone: 'Asia/Tokyo' });
    await h.app.idle();
    for (const one of [anna, boris, vera]) expect(await told(h, one, WORDS)).toEqual(['first, second, third']);
    expect(await told(h, dan, WORDS)).toEqual(['first']);
    await later(h, 3 * HOUR + MINUTE);
    expect(await told(h, dan, WORDS)).toEqual(['first', 'second, third']);
  });

  test('what a worker has in hand is not taken up again by a choice', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { bundleMinutes: 180 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna] });
    const due = Date.now() + 10 * MINUTE;
    const held = { recipient_id: anna.id, state: 'queued' };
    await h.gw.db.write((tx) => tx('letters').where(held).update({ attempts: 1, due_at: due }));
    await send(h, await dashboard(h, anna), { letters: '0', hours: 'none', timezone: '' });
    expect(Number((await h.gw.db.read('letters').where(held).first('due_at')).due_at)).toBe(due);
    await later(h, 11 * MINUTE);
    expect(await told(h, anna, WORDS)).toEqual(['first', 'second, third']);
  });

  test('a letter of several waits until it suits them all; with no such hour in a day each has their own', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [first, second] = halves();
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Boris')];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, boris.id] });
    await choose(h, anna, { quietHours: quietNow() });
    await says(h, h.owner, where, 'first', { notify: [anna, boris] });
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([[], []]);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([['first'], ['first']]);
    isNowAgain(h);
    await choose(h, anna, { quietHours: first });
    await choose(h, boris, { quietHours: second });
    await says(h, h.owner, where, 'second', { notify: [anna, boris] });
    expect([await told(h, anna, WORDS), await told(h, boris, WORDS)]).toEqual([['first'], ['first', 'second']]);
    await later(h, DAY / 2);
    expect(await told(h, anna, WORDS)).toEqual(['first', 'second']);
  });

  test('two who become one: the one who stays keeps what they chose, and takes the rest from the other', async () => {
    const h = house();
    const call = await programJson(h);
    const anna = await client(h, 'Anna', { bundleMinutes: 15 });
    const anya = await client(h, 'Anya', { bundleMinutes: 60, quietHours: 'none' });
    await call('POST', `/contacts/${anna.id}/merge`, { contact: anya.id });
    expect(await paceIn(h, anna)).toEqual({ bundleMinutes: 15, quietHours: 'none' });
  });

  test('a program reads it and changes it for those who ask by telephone', async () => {
    const h = house();
    const call = await programJson(h);
    const anna = await client(h, 'Anna', { bundleMinutes: 180 });
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id] });
    for (const word of WORDS) await says(h, h.owner, where, word, { notify: [anna] });
    const path = `/contacts/${anna.id}`;
    const read = async () => {
      const { bundleMinutes, quietHours } = (await call('GET', path)).json;
      return { bundleMinutes, quietHours };
    };
    expect(await read()).toEqual({ bundleMinutes: 180, quietHours: null });
    const hours = { from: '21:00', to: '07:30' };
    for (const wrong of [
      { bundleMinutes: 1441 },
      { bundleMinutes: -1 },
      { quietHours: 'never' },
      { quietHours: {} },
      SAME,
    ])
      expect((await call('PATCH', path, wrong)).status).toBe(422);
    expect(JSON.stringify((await call('PATCH', path, SAME)).json)).toContain('The two times are the same');
    expect((await call('PATCH', '/settings', SAME)).status).toBe(422);
    expect((await call('PATCH', '/settings', { timezone: 'europe/moscow' })).json.timezone).toBe('Europe/Moscow');
    await call('PATCH', path, { bundleMinutes: 0, quietHours: 'none' });
    await h.app.idle();
    expect(await told(h, anna, WORDS)).toEqual(['first', 'second, third']);
    await call('PATCH', path, { quietHours: hours, bundleMinutes: null });
    expect(await read()).toEqual({ bundleMinutes: null, quietHours: hours });
    await call('PATCH', path, { phone: '1' });
    expect(await read()).toEqual({ bundleMinutes: null, quietHours: hours });
  });
});

/** The half of the day that it is now, and the other: one of the two has quiet hours at any time. */
function halves() {
  const now = quietNow().from;
  const other = `${String((Number(now.slice(0, 2)) + 12) % 24).padStart(2, '0')}${now.slice(2)}`;
  return [
    { from: now, to: other },
    { from: other, to: now },
  ] as const;
}

eachHouse('the page of it', (house) => {
  test('says what holds, takes a choice without a script and gives it back; to look changes nothing', async () => {
    const h = house();
    await settings(h, { bundleMinutes: 10, timezone: 'Europe/Moscow' });
    const [anna, boris] = [await client(h, 'Anna'), await client(h, 'Борис', { language: 'ru' })];
    const base = await dashboard(h, anna);
    expect((await look(base)).html).toContain(`href="${new URL(base).pathname}/letters"`);
    const before = await look(`${base}/letters`);
    expect(before.status).toBe(200);
    expect(before.text).toContain('Comments in one conversation come to you together, at most once in 10 minutes.');
    expect(before.text).toMatch(/This is how \S.* sends letters/);
    expect(before.text).toMatch(/in the time zone Europe\/Moscow, where it is \d{1,2}:\d\d now/);
    expect(await checked(before.html)).toEqual(['firm', 'firm']);
    const done = await send(h, base, { ...NIGHT, letters: '60', timezone: 'Asia/Tokyo' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `${new URL(base).pathname}/letters?done=saved`]);
    expect(await paceIn(h, anna)).toEqual({ bundleMinutes: 60, quietHours: { from: '22:00', to: '08:00' } });
    expect(await paceIn(h, boris)).toEqual({ bundleMinutes: null, quietHours: null });
    const after = await look(`${base}/letters`);
    expect(after.text).toContain('together, at most once an hour. No letters come from 22:00 to 8:00');
    expect(after.text).toMatch(/your own choice.*time zone Asia\/Tokyo/);
    expect(await checked(after.html)).toEqual(['60', 'own']);
    const back = await send(h, base, { letters: 'firm', hours: 'firm', timezone: '' });
    expect(back.status).toBe(303);
    expect(await loadContact(h.gw.db.read, h.account.id, anna.id)).toEqual(anna);
    const his = await look(`${await dashboard(h, boris)}/letters`);
    expect(his.text).toContain('приходят вместе, не чаще чем раз в 10 минут. Тихих часов нет.');
  });

  test('a time zone is taken as people write it', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { access: 'ACTIVE' });
    const base = await dashboard(h, anna);
    const zone = async () => (await loadContact(h.gw.db.read, h.account.id, anna.id))!.timezone;
    await send(h, base, { ...NIGHT, timezone: 'asia/tokyo' });
    expect(await zone()).toBe('Asia/Tokyo');
    const hers = await browser(h, anna);
    await hers.send('/me', { language: 'en', timezone: 'UTC+3' });
    expect(await zone()).toBe('Etc/GMT-3');
    expect((await look(`${base}/letters`)).text).toContain('in the time zone UTC+3');
    expect((await hers.get('/me')).html).toContain('value="UTC+3"');
    const wrong = await hers.send('/me', { language: 'en', timezone: 'UTC+33' });
    expect([wrong.status, wrong.text.includes('or the difference as UTC+3')]).toEqual([422, true]);
    expect(wrong.html).toContain('value="UTC+33"');
    const anns = await browser(h, h.owner);
    await anns.send(`/contacts/${anna.number}`, { firstName: 'Anna', language: 'en', timezone: 'new york' });
    expect(await zone()).toBe('America/New_York');
    const call = await programJson(h);
    const done = await call('PATCH', `/contacts/${anna.id}`, { timezone: 'europe/moscow' });
    expect(done.json.timezone).toBe('Europe/Moscow');
    expect((await call('PATCH', `/contacts/${anna.id}`, { timezone: 'Moscow' })).status).toBe(422);
  });

  test('what cannot be is refused with a word and stays in the form', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const base = await dashboard(h, anna);
    const wrong: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ ...NIGHT, letters: '7' }, /Choose one of the options/],
      [{ ...NIGHT, letters: '' }, /Choose one of the options/],
      [{ ...NIGHT, hours: 'x' }, /Choose one of the options/],
      [{ ...NIGHT, from: '25:00' }, /two times of day/],
      [{ ...NIGHT, to: '' }, /two times of day/],
      [{ ...NIGHT, to: '22:00' }, /The two times are the same/],
      [{ ...NIGHT, timezone: 'Mars/Olympus' }, /no such time zone. Write a place as Europe\/Moscow/],
      [{}, /Choose one of the options/],
    ];
    for (const [fields, says] of wrong) {
      const page = await send(h, base, fields);
      expect([fields, page.status, says.test(page.text)]).toEqual([fields, 422, true]);
    }
    const again = await send(h, base, { ...NIGHT, letters: '60', to: '22:00' });
    expect(await checked(again.html)).toEqual(['60', 'own']);
    const noForm = await look(`${base}/letters`, { method: 'POST', body: 'x', headers: { 'content-type': 'text/x' } });
    expect(noForm.status).toBe(400);
    expect(await loadContact(h.gw.db.read, h.account.id, anna.id)).toEqual(anna);
  });

  test('times that are typed beside another radio are a choice, and another radio beside them is one too', async () => {
    const h = house();
    const anna = await client(h, 'Anna');
    const base = await dashboard(h, anna);
    const shown = (await look(`${base}/letters`)).html.match(/name="shown" value="([^"]*)"/)![1]!;
    expect(shown).toBe('firm 22:00 08:00');
    const typed = { ...NIGHT, hours: 'firm', from: '21:00', to: '07:00', shown };
    const hoursAfter = async (fields: Record<string, string>) => {
      expect((await send(h, base, fields)).status).toBe(303);
      return (await paceIn(h, anna)).quietHours;
    };
    expect(await hoursAfter(typed)).toEqual({ from: '21:00', to: '07:00' });
    // The form that this gave showed them.
    expect(await hoursAfter({ ...typed, shown: 'own 21:00 07:00' })).toBe(null);
    expect(await hoursAfter({ ...typed, hours: 'none' })).toBe('none');
    expect(await hoursAfter({ ...NIGHT, hours: 'none', from: '', shown: 'none 22:00 08:00' })).toBe('none');
    const wrong = await send(h, base, { ...typed, hours: 'none', to: '21:00', shown: 'none 22:00 08:00' });
    expect([wrong.status, await checked(wrong.html)]).toEqual([422, ['firm', 'own']]);
  });

  test('a browser that nobody knows reads it and asks for the code before it chooses', async () => {
    const h = house();
    await settings(h, { linkTrust: 'confirm-writes' });
    const anna = await client(h, 'Anna');
    const base = await dashboard(h, anna);
    const page = await look(`${base}/letters`);
    expect([page.status, page.html.includes('name="hours"')]).toEqual([200, false]);
    expect(page.html).toContain(`name="next" value="${new URL(base).pathname}/letters"`);
    expect((await send(h, base, NIGHT)).status).toBe(403);
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    const body = new URLSearchParams(NIGHT);
    expect((await look(`${base}/letters`, { method: 'POST', body, headers: elsewhere })).status).toBe(403);
    expect(await paceIn(h, anna)).toEqual({ bundleMinutes: null, quietHours: null });
  });

  test('whoever signs in has it on their own page; the team reads it on the card, and nobody else outside', async () => {
    const h = house();
    const firm = await client(h, 'Client Ltd', { isCompany: true, email: null });
    const outside = { access: 'ACTIVE', companies: [firm.id], timezone: 'Asia/Tokyo' } as const;
    const [anna, dan] = [await client(h, 'Anna', outside), await client(h, 'Dan', outside)];
    const where = await task(h, h.owner, 'Roof', { participants: [anna.id, dan.id] });
    await does(h, h.owner, { kind: 'set-status', task: where.id, status: 'IN_PROGRESS', reason: '' });
    const hers = await browser(h, anna);
    expect((await hers.get('/me')).html).toContain('href="/me/letters"');
    expect((await hers.get('/me/letters')).text).toContain('time zone Asia/Tokyo');
    const done = await hers.send('/me/letters', { letters: '1440', hours: 'own', from: '9:00', to: '10:00' });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/me/letters?done=saved']);
    expect((await hers.send('/me/letters', { letters: 'x', hours: 'none' })).status).toBe(422);
    expect((await hers.send('/me/letters', { letters: '0', hours: 'none' }, { csrf: 'x' })).status).toBe(403);
    expect(await paceIn(h, anna)).toEqual({ bundleMinutes: 1440, quietHours: { from: '09:00', to: '10:00' } });
    // A form that says nothing of where they are leaves that as it is.
    expect((await loadContact(h.gw.db.read, h.account.id, anna.id))!.timezone).toBe('Asia/Tokyo');
    const anns = await browser(h, h.owner);
    expect((await anns.get(`/contacts/${anna.number}`)).text).toContain(
      'Letters together, at most once a day; quiet 9:00–10:00 — their own choice',
    );
    expect((await anns.get(`/contacts/${dan.number}`)).text).not.toContain('their own choice');
    for (const path of ['/me/letters', `/me/letters?done=saved`]) expect((await anns.get(path)).status).toBe(404);
    expect((await anns.send('/me/letters', { letters: '0', hours: 'none' })).status).toBe(404);
    const dans = await browser(h, dan);
    for (const path of [`/contacts/${anna.number}`, '/contacts', `/tasks/${where.number}`, '/me/letters'])
      expect((await dans.get(path)).text).not.toMatch(/once a day.*their own|at most once a day\.|9:00–10:00/);
  });
});

const checked = (html: string): string[] =>
  [...html.matchAll(/<input type="radio"[^>]*value="([^"]*)"[^>]*checked/g)].map((m) => m[1]!);
