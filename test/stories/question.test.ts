/** «Was this you?»: a mail in Anna's name that her domain disowns waits for Anna's own word, and for nobody else's. */
import { expect, test } from 'vitest';
import { HOUR } from '../../src/base/time.ts';
import { personToken } from '../../src/base/token.ts';
import type { Person } from '../../src/people/person.ts';
import { updateContact, updateEmployee } from '../../src/store/people.ts';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, type Received, reply, send } from '../support/program.ts';
import {
  client,
  comments,
  dashboard,
  employee,
  form,
  inbox,
  letterStates,
  look,
  program,
  says,
  signedIn,
  task,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
/** Words that a forger would like Anna, or Ann, to read. */
const BAIT = 'Pay to the new bank account 4711 at once';

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  return { anna, desks, letter: (await letters(h))[0]! };
}

/** In Anna's name, without her domain's signature. */
async function forge(h: House, letter: Received, text: string, subject = `Re: ${letter.subject}`): Promise<void> {
  expect(await send(h, reply(letter, ANNA, text, { signedBy: null, subject }))).toMatch(/^250 /);
  await h.app.idle();
}

const questionsTo = async (h: House, address: string) =>
  (await lettersTo(h, address)).filter((l) => /Was this you/.test(l.subject));

const pageIn = (letter: Received): string => /http\S+\/question\/[a-z2-7]+/.exec(letter.text)![0];

/** The page behind the newest question to this address. */
const pageOf = async (h: House, address = 'anna@client.example') => pageIn((await questionsTo(h, address)).at(-1)!);

const word_ = (page: string, word: string, mails: readonly string[], init: RequestInit = {}) =>
  look(page, {
    method: 'POST',
    body: form([...mails.map((m) => ['mail', m] as const), ['word', word]]),
    ...init,
  });

const idsOn = (html: string): string[] => [
  ...new Set([...html.matchAll(/name="mail" value="([^"]+)"/g)].map((m) => m[1]!)),
];

eachHouse('was this you', (house) => {
  test('one letter asks, without a word of the mail; published by Anna it is her comment, exactly once', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await forge(h, letter, 'In the morning, please.', 'Re: About Tuesday');
    const [question, ...others] = await questionsTo(h, 'anna@client.example');
    expect(others).toEqual([]);
    const whole = question!.raw.toString();
    for (const word of ['morning', 'Tuesday']) expect(question!.text + question!.html + whole).not.toContain(word);
    expect(question!.text).toContain('“Desks”');
    expect(question!.headers.get('auto-submitted')).toBe('auto-generated');
    const page = await look(pageIn(question!));
    expect(page.status).toBe(200);
    expect(page.text).toContain('In the morning, please.');
    expect(page.text).toContain('About Tuesday');
    expect(page.text).toContain('a…@client.example');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const said = await word_(pageIn(question!), 'publish', idsOn(page.html));
    expect(said.status).toBe(200);
    expect(said.text).toContain('published');
    await h.app.idle();
    expect((await comments(h, desks)).slice(1)).toMatchObject([{ author: 'Anna', text: 'In the morning, please.' }]);
    expect((await word_(pageIn(question!), 'publish', idsOn(page.html))).status).toBe(404);
    await h.app.idle();
    expect(await comments(h, desks)).toHaveLength(2);
    const [mail] = await inbox(h);
    expect(mail!.state).toBe('delivered');
  });

  test('discarded it stays in the log and nowhere else; the log says who decided', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    await forge(h, letter, BAIT);
    const page = await pageOf(h);
    const said = await word_(page, 'discard', idsOn((await look(page)).html));
    expect(said.text).toContain('Discarded');
    await h.app.idle();
    expect(await comments(h, desks)).toHaveLength(1);
    expect(await inbox(h)).toMatchObject([{ state: 'ignored', outcome: 'discarded' }]);
    const call = await program(h);
    const [mail] = await inbox(h);
    expect((await call('GET', `/inbound/${mail!.id}`)).json).toMatchObject({ decidedBy: anna.id });
  });

  test('twenty-one forged mails at once make one letter; its page has them all, and one button discards them', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const mails = Array.from({ length: 21 }, (_, i) => reply(letter, ANNA, `${BAIT}, ${i + 1}`, { signedBy: null }));
    await Promise.all(mails.map((mail) => send(h, mail)));
    await h.app.idle();
    expect(await questionsTo(h, 'anna@client.example')).toHaveLength(1);
    const page = await pageOf(h);
    const seen = await look(page);
    expect(idsOn(seen.html)).toHaveLength(20);
    expect(seen.text).toContain('There are more');
    const after = await word_(page, 'discard', idsOn(seen.html));
    expect(after.text).toContain(BAIT);
    expect(idsOn(after.html)).toHaveLength(1);
    await word_(page, 'discard', idsOn(after.html));
    expect((await inbox(h)).map((m) => m.state)).toEqual(Array(21).fill('ignored'));
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('what comes after her word is asked about at the end of the hour, once', async () => {
    const h = house();
    // Letters of the next hour wait for it.
    h.badRelay = true;
    const { letter } = await asked(h);
    await forge(h, letter, 'First.');
    const page = await pageOf(h);
    await word_(page, 'discard', idsOn((await look(page)).html));
    await forge(h, letter, 'Second.');
    await forge(h, letter, 'Third.');
    const queued = await h.gw.db.read('letters').where({ kind: 'question', state: 'queued' });
    expect(queued).toHaveLength(1);
    const sent = await h.gw.db.read('letters').where({ kind: 'question', state: 'sent' }).first();
    expect(Number(queued[0].due_at) - Number(sent.created_at)).toBeGreaterThanOrEqual(HOUR);
    expect(idsOn((await look(page)).html)).toHaveLength(2);
  });

  test('a scanner that opens the link, or presses from another site, changes nothing', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await forge(h, letter, BAIT);
    const page = await pageOf(h);
    const [mail] = await inbox(h);
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
      await look(`${page}?word=publish&mail=${mail!.id}`, { method });
    const cross = await word_(page, 'publish', [mail!.id], { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(cross.status).toBe(403);
    expect((await word_(page, 'accept', [mail!.id])).status).toBe(400);
    expect((await word_(page, 'publish', [])).status).toBe(200);
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['held']);
    expect(await comments(h, desks)).toHaveLength(1);
    expect(h.log.join('\n')).not.toContain(page.split('/').at(-1));
  });

  test('a decided token and one that nobody made look alike, to the byte', async () => {
    const h = house();
    const { anna, letter } = await asked(h);
    await forge(h, letter, BAIT);
    const page = await pageOf(h);
    await word_(page, 'discard', idsOn((await look(page)).html));
    const activation = personToken(h.gw.keyring, 'activation', anna.id, 1);
    const none = [page, `${h.url}/question/${'a'.repeat(53)}`, `${h.url}/question/${activation}`];
    const answers = await Promise.all(none.map((url) => look(url)));
    expect(answers.map((a) => a.status)).toEqual([404, 404, 404]);
    expect(new Set(answers.map((a) => a.html)).size).toBe(1);
  });

  test('only what waits for this very reason and in her name is shown: neither what others wrote, nor what another was asked', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const boris = await client(h, 'Boris');
    await says(h, h.owner, desks, 'And you?', { notify: [] });
    const shelves = await task(h, h.owner, 'Shelves', { participants: [boris.id] });
    await says(h, h.owner, shelves, 'Oak or ash?', { notify: [boris] });
    const [toBoris] = await lettersTo(h, 'boris@client.example');
    // Held for another reason: an address that proves nothing writes into Anna's thread.
    await send(h, reply(letter, 'Anna at home <anna@silent.example>', 'From my own mailbox.'));
    await send(h, reply(toBoris!, 'Boris <boris@client.example>', 'Ash, of course.', { signedBy: null }));
    await forge(h, letter, BAIT);
    const [strange, his, hers] = await inbox(h);
    expect([strange!.outcome, his!.outcome]).toEqual(['sender-not-proven', 'sender-failed-authentication']);
    const page = await pageOf(h);
    const seen = await look(page);
    expect(idsOn(seen.html)).toEqual([hers!.id]);
    expect(seen.text).not.toMatch(/Ash|own mailbox|Shelves/);
    await word_(page, 'publish', [strange!.id, his!.id]);
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['held', 'held', 'held']);
    expect(await questionsTo(h, 'anna@silent.example')).toEqual([]);
  });

  test('another’s question decides nothing of hers, nor does any other token of hers', async () => {
    const h = house();
    const { anna, letter } = await asked(h);
    const boris = await client(h, 'Boris');
    const shelves = await task(h, h.owner, 'Shelves', { participants: [boris.id] });
    await says(h, h.owner, shelves, 'Oak or ash?', { notify: [boris] });
    const [toBoris] = await lettersTo(h, 'boris@client.example');
    await send(h, reply(toBoris!, 'Boris <boris@client.example>', 'Ash.', { signedBy: null }));
    await forge(h, letter, BAIT);
    const mails = (await inbox(h)).map((m) => m.id);
    await word_(await pageOf(h, 'boris@client.example'), 'publish', mails);
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['delivered', 'held']);
    const reach = (await dashboard(h, anna)).replace('/d/', '/question/');
    expect((await word_(reach, 'publish', mails)).status).toBe(404);
    const replyToken = letter.replyTo.split('@')[0]!.split('+')[1];
    expect((await word_(`${h.url}/question/${replyToken}`, 'publish', mails)).status).toBe(404);
    expect((await inbox(h)).map((m) => m.state)).toEqual(['delivered', 'held']);
  });

  test('an employee is asked too, in their language, and answers as themselves', async () => {
    const h = house();
    const boris = await employee(h, 'Boris', { language: 'ru' });
    const desks = await task(h, h.owner, 'Столы', { participants: [boris.id] });
    await says(h, h.owner, desks, 'Can you go?', { notify: [boris] });
    const [letter] = await lettersTo(h, 'boris@acme.example');
    await send(h, reply(letter!, 'Boris <boris@acme.example>', 'Yes.', { signedBy: null }));
    await h.app.idle();
    const question = (await lettersTo(h, 'boris@acme.example')).at(-1)!;
    expect(question.subject).toBe('Это вы нам писали?');
    const page = await look(pageIn(question));
    expect(page.text).toContain('Это вы нам писали?');
    await word_(pageIn(question), 'publish', idsOn(page.html));
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Boris', text: 'Yes.' });
  });

  test('nothing is sent to an address that takes no letters; who has left decides nothing', async () => {
    const h = house();
    const { anna, letter } = await asked(h);
    await h.gw.db.write((tx) => updateContact(tx, anna, { mailBlocked: true }));
    await forge(h, letter, BAIT);
    expect(await questionsTo(h, 'anna@client.example')).toEqual([]);
    expect((await letterStates(h)).at(-1)).toMatchObject({
      kind: 'question',
      state: 'skipped',
      reason: 'mail-blocked',
    });
    const boris = await employee(h, 'Boris');
    const desks = await task(h, h.owner, 'Chairs', { participants: [boris.id] });
    await says(h, h.owner, desks, 'Can you go?', { notify: [boris] });
    const [toBoris] = await lettersTo(h, 'boris@acme.example');
    await send(h, reply(toBoris!, 'Boris <boris@acme.example>', 'Yes.', { signedBy: null }));
    await h.app.idle();
    const page = await pageOf(h, 'boris@acme.example');
    expect((await look(page)).status).toBe(200);
    await h.gw.db.write((tx) => updateEmployee(tx, boris, { active: false }));
    expect((await look(page)).status).toBe(404);
  });

  test('a link from last season opens nothing, and an address that passed to another takes its mails along', async () => {
    const h = house();
    const { anna, letter } = await asked(h);
    await forge(h, letter, BAIT);
    const page = await pageOf(h);
    const change = (email: string) =>
      h.gw.db.write((tx) => updateContact(tx, anna as Person & { kind: 'contact' }, { email: email as never }));
    await change('kim@client.example');
    expect((await look(page)).status).toBe(404);
    await h.gw.db.write((tx) =>
      updateContact(tx, { ...anna, email: 'kim@client.example' as never }, { email: anna.email }),
    );
    expect((await look(page)).status).toBe(200);
    const row = await h.gw.db.read('letters').where({ kind: 'question' }).first();
    const old = { ...JSON.parse(row.content), createdAt: Date.now() - 40 * 24 * HOUR };
    await h.gw.db.write((tx) =>
      tx('letters')
        .where({ id: row.id })
        .update({ content: JSON.stringify(old) }),
    );
    expect((await look(page)).status).toBe(404);
  });

  test('an administrator may decide meanwhile: then Anna has nothing to decide', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await forge(h, letter, 'In the morning.');
    const page = await pageOf(h);
    const [mail] = await inbox(h);
    const call = await program(h);
    expect((await call('POST', `/held/${mail!.id}/accept`)).status).toBe(202);
    await h.app.idle();
    expect((await look(page)).status).toBe(404);
    expect((await word_(page, 'publish', [mail!.id])).status).toBe(404);
    await h.app.idle();
    expect(await comments(h, desks)).toHaveLength(2);
    const log = await look(`${h.url}/admin/inbox/${mail!.id}`, { headers: await signedIn(h, h.owner) });
    expect(log.html).not.toContain(page.split('/').at(-1)!);
  });
});
