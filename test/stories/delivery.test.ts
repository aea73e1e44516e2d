/** What becomes of a letter after it was written: each kind comes back by its own way, and whoever cannot be reached is told so. */
import { afterEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/base/time.ts';
import { basis, post, tellOfPassword } from '../../src/flow/post.ts';
import { sendFreshLink } from '../../src/flow/tell.ts';
import { renderLetter } from '../../src/notify/render.ts';
import type { Person } from '../../src/people/person.ts';
import { muteTask } from '../../src/store/mutes.ts';
import { updateContact } from '../../src/store/people.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { eachHouse, type House } from '../support/app.ts';
import { deliver, letters, lettersTo, type Received, reply, send } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, dashboard, does, employee, letterStates, look, says, settings, signedIn, task } from './firm.ts';
import { isNowAgain, later, quietNow } from './passing.ts';

const ANNA = 'Anna <anna@client.example>';
const ON = { enabled: true };

/** RFC 3464, in its shortest: the server answers to the return path, and says no more of the letter than whom it was for. */
function comesBack(letter: Received, status: string, words: string): Buffer {
  const lines = [
    'From: mailer-daemon@mx.client.example',
    `To: <${letter.envelopeFrom}>`,
    'Subject: Undelivered',
    `Message-ID: <${letter.envelopeFrom.slice(7, 40)}@mx.client.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'No.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.client.example',
    '',
    `Final-Recipient: rfc822; ${letter.to[0]}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--b--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** One letter of each kind that there is, to Anna or to Boris. */
async function ofEachKind(h: House): Promise<void> {
  await settings(h, { notifications: { N3: ON, N4: ON, N5: ON } });
  const anna = await client(h, 'Anna');
  const boris = await employee(h, 'Boris');
  const desks = await task(h, h.owner, 'Desks', { assignees: [anna.id, boris.id] });
  await says(h, h.owner, desks, 'When?', { notify: [anna, boris] });
  await send(h, { from: ANNA, to: 'project+0@mail.acme.example', subject: 'Paint', text: 'Please paint.' });
  await h.app.idle();
  const asked = await task(h, h.owner, 'Roof', { assigner: anna.id, assignees: [boris.id] });
  for (const [by, status] of [
    [boris, 'IN_PROGRESS'],
    [h.owner, 'DONE'],
  ] as const)
    await does(h, by, { kind: 'set-status', task: asked.id, status, reason: '' });
  await h.gw.db.write(async (tx) => {
    await sendFreshLink(h.gw, tx, h.account, anna, null);
    await tellOfPassword(h.gw, tx, h.account, boris);
    const code = (to: Person) => renderLetter({ ...basis(h.gw, h.account, to, 'code:1'), kind: 'code', minutes: 15 });
    await post(h.gw, tx, h.account, code(anna), anna, null);
  });
  h.gw.wake.outbox();
  await h.app.idle();
}

eachHouse('delivery', (house) => {
  afterEach(() => isNowAgain(house()));

  test('a letter of each kind has a return path of its own, by which it comes back to itself and to no other', async () => {
    const h = house();
    await ofEachKind(h);
    const kinds = (await letterStates(h)).map((l) => l.kind);
    for (const kind of [
      'N1',
      'N2',
      'N3',
      'N4',
      'N5',
      'staff-task',
      'staff-comment',
      'fresh-link',
      'password-set',
      'code',
    ])
      expect(kinds).toContain(kind);
    const all = await letters(h);
    expect(new Set(all.map((l) => l.envelopeFrom)).size).toBe(all.length);
    expect(all.every((l) => /^bounce\+[a-z2-7]{53}@mail\.acme\.example$/.test(l.envelopeFrom))).toBe(true);
    let back = 0;
    for (const letter of all) {
      const words = `552 5.2.2 mailbox full, ${back}`;
      expect(await deliver(h, '', [letter.envelopeFrom], comesBack(letter, '5.2.2', words))).toMatch(/^250 /);
      await h.app.idle();
      const bounced = (await letterStates(h)).filter((l) => l.state === 'bounced');
      expect(bounced).toHaveLength(++back);
      expect(bounced.filter((l) => l.diagnostic === words).map((l) => l.subject)).toEqual([letter.subject]);
    }
  });

  test('38: who stands in the no-automatic-mail list gets no receipt and no notification, but what they ask for; others get all', async () => {
    const h = house();
    await settings(h, { noAutomaticMail: ['anna@client.example'], notifications: { N3: ON } });
    const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
    for (const name of ['Anna', 'Peter']) {
      const from = `${name} <${name.toLowerCase()}@client.example>`;
      await send(h, { from, to: 'project+0@mail.acme.example', subject: `Of ${name}`, text: 'Please come.' });
    }
    await h.app.idle();
    const desks = await task(h, h.owner, 'Desks', { assignees: [anna.id, peter.id] });
    await says(h, h.owner, desks, 'Hello', { notify: [anna, peter] });
    expect(await lettersTo(h, 'anna@client.example')).toEqual([]);
    expect((await lettersTo(h, 'peter@client.example')).map((l) => l.subject).sort()).toEqual([
      'Desks',
      'Desks',
      'Of Peter',
    ]);
    const skipped = (await letterStates(h)).filter((l) => l.state === 'skipped');
    expect(skipped.map((l) => [l.kind, l.reason]).sort()).toEqual([
      ['N1', 'no-automatic-mail'],
      ['N2', 'no-automatic-mail'],
      ['N3', 'no-automatic-mail'],
    ]);
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toMatch(/Anna \(client\): not to be sent — .*list/);
    await h.gw.db.write((tx) => sendFreshLink(h.gw, tx, h.account, anna, null));
    h.gw.wake.outbox();
    await h.app.idle();
    expect(await lettersTo(h, 'anna@client.example')).toHaveLength(1);
  });

  test('55, 56: what is put off says until when; who is not there is written to no more, reads so, and hears from us after their next mail', async () => {
    const h = house();
    h.badRelay = true;
    const [anna, vera] = [await client(h, 'Anna'), await client(h, 'Vera')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, vera.id] });
    await says(h, h.owner, desks, 'First', { notify: [anna] });
    const [first] = await lettersTo(h, 'anna@client.example');
    const tasks = `${h.url}/tasks/${desks.number}`;
    const shown = async () => (await look(tasks, { headers: await signedIn(h, h.owner) })).text;
    h.relay.answer((address) =>
      address.startsWith('vera')
        ? { at: 'rcpt', code: 450 }
        : { at: 'rcpt', code: 550, words: '5.1.1 No such user here' },
    );
    await says(h, h.owner, desks, 'Second', { notify: [anna, vera] });
    await h.app.idle();
    expect(await shown()).toMatch(/Vera \(client\): will be tried again, \d+ \w+ \d{4} at \d\d:\d\d \w+ — 450 /);
    expect(await shown()).toContain('Anna (client): not sent — 550 5.1.1 No such user here');
    await says(h, h.owner, desks, 'Third', { notify: [anna] });
    expect(await shown()).toContain('Anna (client): not to be sent — nothing goes to this address: letters came back');
    const hers = `${await dashboard(h, anna)}/tasks/${desks.number}`;
    expect((await look(hers)).text).toContain('We have stopped writing to you');
    const ann = await browser(h, h.owner);
    expect((await ann.get('/admin/suppressions')).text).toMatch(
      /anna@client\.example .* 550 5\.1\.1 No such user here/,
    );
    // Her own next mail ends it (spec 3.1.9).
    h.relay.answer('accept');
    await send(h, reply(first!, ANNA, 'I am here.'));
    await h.app.idle();
    expect((await look(hers)).text).not.toContain('We have stopped writing to you');
    await says(h, h.owner, desks, 'Fourth', { notify: [anna] });
    expect((await lettersTo(h, 'anna@client.example')).at(-1)!.text).toContain('Fourth');
  });

  test('before a letter is tried again it is asked who may still hear of it, and whether this is their night', async () => {
    const h = house();
    h.badRelay = true;
    const names = ['Anna', 'Boris', 'Dan', 'Vera', 'Zoe'] as const;
    const [anna, boris, dan, vera, zoe] = await Promise.all(names.map((name) => client(h, name)));
    const all = [anna!, boris!, dan!, vera!, zoe!];
    const desks = await task(h, h.owner, 'Desks', { participants: all.map((one) => one.id) });
    h.relay.answer({ at: 'rcpt', code: 450 });
    await says(h, h.owner, desks, 'When?', { notify: all });
    await h.app.idle();
    await h.gw.db.write(async (tx) => {
      await suppress(tx, h.account.id, anna!.email!, 'complaint', 'abuse', Date.now());
      await muteTask(tx, h.account.id, desks.id, boris!.id, Date.now());
      await updateContact(tx, dan!, { mailBlocked: true });
      await updateContact(tx, vera!, { quietHours: quietNow() });
    });
    h.relay.answer('accept');
    const got = async () => Promise.all(all.map(async (one) => (await lettersTo(h, one.email!)).length));
    await later(h, 6 * MINUTE);
    expect(await got()).toEqual([0, 0, 0, 0, 1]);
    const skipped = (await letterStates(h)).filter((l) => l.state === 'skipped');
    expect(skipped.map((l) => l.reason).sort()).toEqual(['mail-blocked', 'muted', 'suppressed']);
    const page = await (await browser(h, h.owner)).get(`/tasks/${desks.number}`);
    expect(page.text).toMatch(/Vera \(client\): will be tried again/);
    await later(h, 2 * HOUR + 2 * MINUTE);
    expect(await got()).toEqual([0, 0, 0, 1, 1]);
  });

  test('an automatic answer that was put off is tried again', async () => {
    const h = house();
    h.badRelay = true;
    await settings(h, { notifications: { N3: ON } });
    h.relay.answer({ at: 'rcpt', code: 450 });
    await send(h, { from: ANNA, to: 'project+0@mail.acme.example', subject: 'Paint', text: 'Please paint.' });
    await h.app.idle();
    h.relay.answer('accept');
    await later(h, 6 * MINUTE);
    expect((await lettersTo(h, 'anna@client.example')).map((l) => l.subject)).toEqual(['Paint']);
  });
});
