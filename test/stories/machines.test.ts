/** Machines write too: nothing answers them, and none of them makes work. */
import { expect, test } from 'vitest';
import { sendFreshLink } from '../../src/flow/tell.ts';
import { updateContact } from '../../src/store/people.ts';
import { eachHouse, type House } from '../support/app.ts';
import { deliver, letters, lettersTo, type Received, reply, send, sign } from '../support/program.ts';
import {
  client,
  comments,
  dashboard,
  does,
  employee,
  inbox,
  letterStates,
  look,
  program,
  says,
  settings,
  signedIn,
  type TaskHere,
  task,
  tasks,
} from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';

async function asked(h: House) {
  const anna = await client(h, 'Anna');
  const boris = await employee(h, 'Boris');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, boris] });
  return { anna, boris, desks, letter: (await lettersTo(h, 'anna@client.example'))[0]! };
}

interface Notice {
  /** Where the server sends it; default: the envelope sender of the letter. */
  readonly to?: string;
  readonly status?: string;
  readonly words?: string;
  readonly recipient?: string;
  /** What of the letter comes back; default: the whole. */
  readonly original?: string | null;
  /** More in the part for people. */
  readonly text?: string;
}

let notices = 0;

/** A delivery status notification (RFC 3464), as the server of the reader's domain writes it. */
function returned(letter: Pick<Received, 'envelopeFrom' | 'raw'>, how: Notice = {}): Buffer {
  const { to = letter.envelopeFrom, status = '5.1.1', words = '550 5.1.1 No such user here', text = '' } = how;
  const { recipient = 'anna@client.example', original = letter.raw.toString('latin1') } = how;
  const back = ['--back', 'Content-Type: message/rfc822', '', original, ''];
  return Buffer.from(
    [
      'From: Mail Delivery System <mailer-daemon@mx.client.example>',
      `To: <${to}>`,
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      `Message-ID: <returned-${++notices}@mx.client.example>`,
      'Date: Mon, 23 Nov 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="back"',
      '',
      '--back',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      `I could not deliver your letter. ${text}`,
      '',
      '--back',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.client.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${status === '4.4.1' ? 'delayed' : 'failed'}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${words}`,
      '',
      ...(original === null ? [] : back),
      '--back--',
      '',
    ].join('\r\n'),
    'latin1',
  );
}

eachHouse('machines', (house) => {
  test('an out-of-office answer is a note in the task, told to nobody and never answered', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const before = (await letters(h)).length;
    await settings(h, { notifications: { N3: { enabled: true } } });
    await send(h, {
      ...reply(letter, ANNA, 'I am away until Monday.'),
      subject: 'Automatic reply: Desks',
      headers: { 'Auto-Submitted': 'auto-replied', 'X-Autoreply': 'yes' },
    });
    expect(await letters(h)).toHaveLength(before);
    expect((await inbox(h)).map((m) => [m.state, m.outcome])).toEqual([['delivered', 'out-of-office']]);
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', notified: [] });
    expect((await comments(h, desks)).at(-1)!.text).toContain('I am away until Monday.');
  });

  test('an automatic answer that carries nothing of ours makes no task, and no machine’s mail is confirmed', async () => {
    const h = house();
    await client(h, 'Anna');
    await settings(h, { notifications: { N3: { enabled: true } } });
    const to = 'ann@mail.acme.example';
    await send(h, {
      from: ANNA,
      to,
      subject: 'Automatic reply: hello',
      text: 'Away.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    await send(h, {
      from: ANNA,
      to,
      subject: 'Ticket 17',
      text: 'We got it.',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    await send(h, { from: 'mailer-daemon@client.example', to, subject: 'Hello', text: 'From a server.' });
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['ignored', 'ignored', 'ignored']);
    expect(await tasks(h)).toEqual([]);
    expect(await letters(h)).toEqual([]);
  });

  test('a letter that comes back marks itself as bounced with the server’s words, and Ann sees it beside her comment', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    expect(letter.envelopeFrom).toMatch(/^bounce\+[a-z2-7]{53}@mail\.acme\.example$/);
    expect(await deliver(h, '', [letter.envelopeFrom], returned(letter))).toMatch(/^250 /);
    await h.app.idle();
    expect((await inbox(h)).map((m) => [m.state, m.outcome])).toEqual([['ignored', 'bounce']]);
    const bounced = (await letterStates(h)).filter((l) => l.state === 'bounced');
    expect(bounced).toHaveLength(1);
    expect(bounced[0]!.diagnostic).toContain('No such user here');
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('No such user here');
    await says(h, h.owner, desks, 'Once more', { notify: [anna] });
    expect((await letterStates(h)).at(-1)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
    const later = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(later.text).toContain('Anna (client): not to be sent — nothing goes to this address: letters came back');
    // Anna writes again: then she is there, and hears from us again.
    await send(h, { from: ANNA, to: `task+${desks.number}@mail.acme.example`, subject: 'x', text: 'I am here.' });
    await h.app.idle();
    await says(h, h.owner, desks, 'Good to hear', { notify: [anna] });
    expect((await lettersTo(h, 'anna@client.example')).at(-1)!.text).toContain('Good to hear');
  });

  test('a notice of delay changes nothing, and a bounce that names no letter of ours silences nobody', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    await deliver(h, '', [letter.envelopeFrom], returned(letter, { status: '4.4.1', words: '421 try later' }));
    const forged = { ...letter, envelopeFrom: 'x@y.example', raw: Buffer.from('From: a@b.example\r\n\r\nhello\r\n') };
    await deliver(h, '', ['postmaster@mail.acme.example'], returned(forged));
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['ignored', 'ignored']);
    expect((await letterStates(h)).map((l) => l.state)).toEqual(['sent', 'sent']);
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('Anna (client): will be tried again — 421 try later');
    expect(await delivery(h, desks)).toMatchObject({
      state: 'deferred',
      reason: 'delayed',
      diagnostic: '421 try later',
    });
    await says(h, h.owner, desks, 'Hello', { notify: [anna] });
    expect((await letterStates(h)).at(-1)!.state).toBe('sent');
  });

  test('our own letter that comes back by a forwarding loop is ignored', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    await deliver(h, 'anna@client.example', [letter.replyTo], letter.raw);
    await deliver(
      h,
      'anna@client.example',
      [`task+${desks.number}@mail.acme.example`],
      await sign(letter.raw, 'client.example'),
    );
    await h.app.idle();
    expect((await inbox(h)).map((m) => [m.state, m.outcome])).toEqual([
      ['ignored', 'own-letter'],
      ['ignored', 'own-letter'],
    ]);
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('56: after a complaint Anna gets no letter; a mail of hers ends that', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    const complaint = [
      'From: feedback@provider.example',
      `To: <${letter.envelopeFrom}>`,
      'Subject: complaint',
      'Date: Mon, 23 Nov 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=feedback-report; boundary="arf"',
      '',
      '--arf',
      'Content-Type: text/plain',
      '',
      'An abuse report.',
      '--arf',
      'Content-Type: message/feedback-report',
      '',
      'Feedback-Type: abuse',
      'User-Agent: Provider/1.0',
      'Version: 1',
      '',
      '--arf',
      'Content-Type: message/rfc822',
      '',
      letter.raw.toString('latin1'),
      '--arf--',
      '',
    ].join('\r\n');
    await deliver(h, '', [letter.envelopeFrom], Buffer.from(complaint, 'latin1'));
    await h.app.idle();
    expect((await inbox(h))[0]).toMatchObject({ state: 'ignored', outcome: 'complaint' });
    const before = (await letters(h)).length;
    await says(h, h.owner, desks, 'Are you angry?', { notify: [anna] });
    expect(await letters(h)).toHaveLength(before);
    await send(h, reply(letter, ANNA, 'It was a slip of the mouse.'));
    await h.app.idle();
    await says(h, h.owner, desks, 'All is well', { notify: [anna] });
    expect((await lettersTo(h, 'anna@client.example')).at(-1)!.text).toContain('All is well');
  });

  test('two gateways that answer each other automatically come to rest', async () => {
    const h = house();
    await settings(h, { notifications: { N3: { enabled: true } } });
    const gateway = 'Tickets <tickets@other.example>';
    const ticket = (n: number) => ({
      from: gateway,
      to: 'ann@mail.acme.example',
      subject: `Ticket ${n}`,
      text: 'Hello.',
    });
    await send(h, ticket(0));
    let answered = 0;
    for (let turn = 0; turn < 20; turn++) {
      const mine = await lettersTo(h, 'tickets@other.example');
      if (mine.length === answered) break;
      answered = mine.length;
      // The other side opens a ticket for each letter and says so, as machines do.
      await send(h, {
        ...reply(mine.at(-1)!, gateway, `Ticket ${turn} is open.`),
        headers: { 'Auto-Submitted': 'auto-replied' },
      });
    }
    expect(answered).toBe(1);
    expect(await tasks(h)).toHaveLength(1);
  });

  test.each<[string, (letter: Received) => Notice]>([
    ['its own address', (letter) => ({ to: letter.envelopeFrom, original: null })],
    ['the letter in it', () => ({ to: 'postmaster@mail.acme.example' })],
    [
      'the header of the letter in it',
      (letter) => ({
        to: 'postmaster@mail.acme.example',
        original: letter.raw.toString('latin1').split('\r\n\r\n')[0]!,
      }),
    ],
    [
      'the Message-ID in its words',
      (letter) => ({ to: 'postmaster@mail.acme.example', original: null, text: `It was ${letter.messageId}.` }),
    ],
    ['the reply address', (letter) => ({ to: letter.replyTo, original: null })],
  ])('a report finds its letter by %s', async (_, how) => {
    const h = house();
    const { desks, letter } = await asked(h);
    const notice = how(letter);
    await deliver(h, '', [notice.to ?? 'postmaster@mail.acme.example'], returned(letter, notice));
    await h.app.idle();
    expect((await inbox(h))[0]).toMatchObject({ state: 'ignored', outcome: 'bounce', task: desks.id });
    expect(await delivery(h, desks)).toMatchObject({
      state: 'bounced',
      reason: 'userunknown',
      diagnostic: '550 5.1.1 No such user here',
    });
    const mine = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(mine.text).toContain('Anna (client): came back — 550 5.1.1 No such user here');
    expect(mine.text).toContain('Boris');
  });

  test('a report without anything of ours stands in the log with its words and touches no letter', async () => {
    const h = house();
    const { letter } = await asked(h);
    const notice = { to: 'postmaster@mail.acme.example', original: null };
    await deliver(h, '', [notice.to], returned(letter, notice));
    await h.app.idle();
    expect((await inbox(h))[0]).toMatchObject({
      state: 'ignored',
      outcome: 'bounce',
      reason: '550 5.1.1 No such user here',
      letter: null,
      task: null,
    });
    expect((await letterStates(h)).map((l) => l.state)).toEqual(['sent', 'sent']);
  });

  test('at her own comment Anna sees of it only what concerns her', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    await send(h, reply(letter, ANNA, 'On Friday.'));
    await h.app.idle();
    const back = (await lettersTo(h, 'boris@acme.example')).at(-1)!;
    const words = '550 5.1.1 boris was dismissed, ask the court';
    await deliver(h, '', [back.envelopeFrom], returned(back, { recipient: 'boris@acme.example', words }));
    await h.app.idle();
    expect((await letterStates(h)).filter((l) => l.state === 'bounced')).toHaveLength(1);
    const page = await look(`${await dashboard(h, anna)}/tasks/${desks.number}`);
    expect(page.text).toContain('On Friday.');
    expect(page.text).toContain('Notified: Ann Lee');
    expect(page.text).not.toMatch(/dismissed|court|came back/);
  });

  test('a full mailbox is written to again; after three letters in more than a day it is not', async () => {
    const h = house();
    const { anna, desks } = await asked(h);
    const full = { status: '5.2.2', words: '552 5.2.2 Mailbox full' };
    const lastComesBack = async () => {
      const last = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      await deliver(h, '', [last.envelopeFrom], returned(last, full));
      await h.app.idle();
    };
    const states = async () => (await letterStates(h)).filter((l) => l.kind === 'N2').map((l) => l.state);
    await lastComesBack();
    await says(h, h.owner, desks, 'Two', { notify: [anna] });
    await lastComesBack();
    await says(h, h.owner, desks, 'Three', { notify: [anna] });
    await lastComesBack();
    // Within minutes: it may be emptied yet.
    await says(h, h.owner, desks, 'Four', { notify: [anna] });
    expect(await states()).toEqual(['bounced', 'bounced', 'bounced', 'sent']);
    await h.gw.db.write((tx) => tx('letters').where({ state: 'bounced' }).decrement('created_at', 90_000_000));
    await lastComesBack();
    await says(h, h.owner, desks, 'Five', { notify: [anna] });
    expect((await letterStates(h)).at(-1)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
  });

  test('what a server has against us or against this letter ends nobody’s mail, however often', async () => {
    const h = house();
    const { anna, desks } = await asked(h);
    for (let n = 0; n < 4; n++) {
      const last = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      const words = '550 5.7.1 Your address is on a block list';
      await deliver(h, '', [last.envelopeFrom], returned(last, { status: '5.7.1', words }));
      await h.app.idle();
      await h.gw.db.write((tx) => tx('letters').where({ state: 'bounced' }).decrement('created_at', 90_000_000));
      await says(h, h.owner, desks, `Again ${n}`, { notify: [anna] });
      expect((await letterStates(h)).at(-1)!.state).toBe('sent');
    }
  });

  test('who has moved is written to at the new address, though a letter to the old one comes back', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    const moved = { email: 'anna@other.example' as never, additionalEmails: ['anna@client.example' as never] };
    await h.gw.db.write((tx) => updateContact(tx, anna, moved));
    await deliver(h, '', [letter.envelopeFrom], returned(letter));
    await h.app.idle();
    expect((await letterStates(h)).find((l) => l.kind === 'N2')!.state).toBe('bounced');
    await says(h, h.owner, desks, 'Are you there?', { notify: [anna] });
    expect(await lettersTo(h, 'anna@other.example')).toHaveLength(1);
    // Her link is in the letters to both of her addresses, as it should be: the look for tokens that went astray has nothing to find here.
    (h.relay.kept as unknown[]).length = 0;
    h.badRelay = true;
  });

  test('of a letter that several share only the one that came back is shown so', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const [anna, vera] = [await client(h, 'Anna'), await client(h, 'Vera')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, vera.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, vera] });
    const letter = (await lettersTo(h, 'anna@client.example'))[0]!;
    await deliver(h, '', [letter.envelopeFrom], returned(letter));
    await h.app.idle();
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('Anna (client): came back — 550 5.1.1 No such user here');
    expect(page.text).toContain('Vera (client): sent');
    await deliver(h, '', [letter.envelopeFrom], returned(letter, { recipient: 'vera@client.example' }));
    await h.app.idle();
    expect((await letterStates(h))[0]!.state).toBe('bounced');
  });

  test('a bounced invitation marks its letter too', async () => {
    const h = house();
    const { anna } = await asked(h);
    await h.gw.db.write((tx) => sendFreshLink(h.gw, tx, h.account, anna, null));
    h.gw.wake.outbox();
    const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
    await deliver(h, '', [letter.envelopeFrom], returned(letter));
    await h.app.idle();
    expect((await letterStates(h)).at(-1)).toMatchObject({ kind: 'fresh-link', state: 'bounced' });
  });

  test('an out-of-office note is a quiet line on the page, reopens nothing, and stands between nobody', async () => {
    const h = house();
    const { anna, boris, desks, letter } = await asked(h);
    await does(h, h.owner, { kind: 'set-status', task: desks.id, status: 'COMPLETED', reason: '' });
    await settings(h, { newTaskOnReplyToInactive: true });
    const before = (await letters(h)).length;
    await send(h, {
      ...reply(letter, ANNA, 'I am away until Monday.'),
      subject: 'Out of office: Desks',
      headers: { 'Auto-Submitted': 'auto-replied (vacation)' },
    });
    expect(await letters(h)).toHaveLength(before);
    expect((await tasks(h)).map((t) => t.status)).toEqual(['COMPLETED']);
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('Anna: automatic reply,');
    expect(page.html).toMatch(/<li id="c\d+" class="event note"[^>]*><details><summary>/);
    const api = await program(h);
    const { items } = (await api('GET', `/tasks/${desks.id}/comments`)).json;
    expect(items.map((c: { automatic: boolean }) => c.automatic)).toContain(true);
    // Who is ticked for the next comment are those of the last word that a person said.
    expect(page.html).toMatch(new RegExp(`value="${boris.id}"[^>]*checked`));
    await settings(h, {});
    await post(`${await dashboard(h, anna)}/tasks/${desks.number}/comments`, 'Back again');
    await h.app.idle();
    expect((await comments(h, desks)).at(-1)).toMatchObject({ author: 'Anna', notified: ['Ann', 'Boris'] });
  });

  test('a note a day and more of them in an hour: the log has them, the task not', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    for (let n = 0; n < 14; n++)
      await send(h, {
        ...reply(letter, ANNA, `I am away until Monday. ${n}`),
        headers: { 'Auto-Submitted': 'auto-replied' },
      });
    await h.app.idle();
    expect(await comments(h, desks)).toHaveLength(1 + 10);
    const left = (await inbox(h)).filter((m) => m.state !== 'delivered');
    expect(left.map((m) => [m.state, m.outcome])).toEqual(Array(4).fill(['ignored', 'loop-suspected']));
  });

  test('Auto-Submitted: no is a person', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const before = (await letters(h)).length;
    await send(h, { ...reply(letter, ANNA, 'On Friday.'), headers: { 'Auto-Submitted': 'no' } });
    expect((await letters(h)).length).toBeGreaterThan(before);
    expect((await comments(h, desks)).at(-1)).toMatchObject({ text: 'On Friday.', notified: ['Ann', 'Boris'] });
  });

  test('a read receipt tells nobody, makes no task and is not answered', async () => {
    const h = house();
    await settings(h, { notifications: { N3: { enabled: true } } });
    const { desks, letter } = await asked(h);
    const before = (await letters(h)).length;
    for (const to of [letter.replyTo, 'ann@mail.acme.example'])
      await deliver(h, '', [to], await sign(receipt(to), 'client.example'));
    expect(await letters(h)).toHaveLength(before);
    expect(await tasks(h)).toHaveLength(1);
    expect((await inbox(h)).filter((m) => m.state === 'held')).toEqual([]);
    // To the letter's own address it is a note there, as any answer of a program; to another nothing.
    expect((await inbox(h)).map((m) => [m.state, m.outcome])).toEqual([
      ['delivered', 'auto-reply'],
      ['ignored', 'auto-reply'],
    ]);
    const page = await look(`${h.url}/tasks/${desks.number}`, { headers: await signedIn(h, h.owner) });
    expect(page.text).toContain('Anna: automatic reply,');
  });

  test('our own letter comes back with its marks taken out, from the reader’s forwarder', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const raw = letter.raw.toString('latin1');
    const unmarked = raw.replace(/^X-Postern-Hop:.*\r\n/m, '');
    const resent = unmarked.replace(/^From:.*\r\n/m, 'From: Anna via list <list@client.example>\r\n');
    const renamed = unmarked.replace(/^Message-ID:.*\r\n/im, 'Message-ID: <new-1@client.example>\r\n');
    expect(new Set([raw, unmarked, renamed, resent]).size).toBe(4);
    for (const bytes of [unmarked, renamed, resent])
      for (const to of [letter.replyTo, 'ann@mail.acme.example', `task+${desks.number}@mail.acme.example`])
        await deliver(h, 'anna@client.example', [to], Buffer.from(bytes, 'latin1'));
    await h.app.idle();
    expect(new Set((await inbox(h)).map((m) => `${m.state} ${m.outcome}`))).toEqual(new Set(['ignored own-letter']));
    expect(await tasks(h)).toHaveLength(1);
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('a mail that goes round in circles is refused at the door; where another door took it, the log says why', async () => {
    const h = house();
    await asked(h);
    const hops = Array.from(
      { length: 101 },
      (_, n) => `Received: from h${n}.other.example by h${n + 1}.other.example; Mon, 23 Nov 2026 10:00:00 +0000`,
    );
    const mail = (handedOn: number) => {
      const head = [
        ...hops.slice(0, handedOn),
        'From: round@silent.example',
        'To: ann@mail.acme.example',
        'Subject: Round',
      ];
      return Buffer.from([...head, '', 'Round it goes.', ''].join('\r\n'));
    };
    expect(await deliver(h, 'round@silent.example', ['ann@mail.acme.example'], mail(101))).toMatch(/^554 5\.4\.6 /);
    h.lines.pop()?.vanish();
    const api = await program(h);
    const query = 'from=round@silent.example&to=ann@mail.acme.example';
    for (const handedOn of [101, 99]) {
      const taken = await api('POST', `/inbound/raw?${query}`, { 'content-type': 'message/rfc822' }, mail(handedOn));
      expect(taken.status).toBe(202);
      h.accepted += 1;
    }
    await h.app.idle();
    expect((await inbox(h)).map((m) => [m.state, m.outcome])).toEqual([
      ['ignored', 'own-letter'],
      ['delivered', 'task'],
    ]);
  });
});

/** What the API says of the letter to Anna at the first comment. */
async function delivery(h: House, where: TaskHere): Promise<unknown> {
  const api = await program(h);
  const { items } = (await api('GET', `/tasks/${where.id}/comments`)).json;
  const first = items.find((c: { number: number }) => c.number === 1);
  return first.deliveries.find((d: { address: string | null }) => d.address === 'a…@client.example');
}

/** A message disposition notification (RFC 8098). */
const receipt = (to: string): Buffer =>
  Buffer.from(
    [
      `From: ${ANNA}`,
      `To: <${to}>`,
      'Subject: Read: Desks',
      `Message-ID: <read-${++notices}@client.example>`,
      'Date: Mon, 23 Nov 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary="read"',
      '',
      '--read',
      'Content-Type: text/plain',
      '',
      'Your letter was displayed on a screen.',
      '--read',
      'Content-Type: message/disposition-notification',
      '',
      'Reporting-UA: client.example; Mail 1.0',
      'Final-Recipient: rfc822; anna@client.example',
      'Disposition: manual-action/MDN-sent-manually; displayed',
      '',
      '--read--',
      '',
    ].join('\r\n'),
  );

const post = (url: string, text: string): Promise<Response> =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ text }) });
