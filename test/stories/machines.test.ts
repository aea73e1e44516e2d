/** Machines write too: nothing answers them, and none of them makes work. */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { deliver, letters, lettersTo, type Received, reply, send, sign } from '../support/program.ts';
import {
  client,
  comments,
  employee,
  inbox,
  letterStates,
  look,
  says,
  settings,
  signedIn,
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

/** A delivery status notification (RFC 3464), as the server of the reader's domain writes it. */
const returned = (letter: Received, status = '5.1.1', words = '550 5.1.1 No such user here'): Buffer =>
  Buffer.from(
    [
      'From: Mail Delivery System <mailer-daemon@mx.client.example>',
      `To: <${letter.envelopeFrom}>`,
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'Message-ID: <returned-1@mx.client.example>',
      'Date: Mon, 23 Nov 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="back"',
      '',
      '--back',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'I could not deliver your letter.',
      '',
      '--back',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.client.example',
      '',
      'Final-Recipient: rfc822; anna@client.example',
      `Action: ${status.startsWith('5') ? 'failed' : 'delayed'}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${words}`,
      '',
      '--back',
      'Content-Type: message/rfc822',
      '',
      letter.raw.toString('latin1'),
      '',
      '--back--',
      '',
    ].join('\r\n'),
    'latin1',
  );

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
    // Anna writes again: then she is there, and hears from us again.
    await send(h, { from: ANNA, to: `task+${desks.number}@mail.acme.example`, subject: 'x', text: 'I am here.' });
    await h.app.idle();
    await says(h, h.owner, desks, 'Good to hear', { notify: [anna] });
    expect((await lettersTo(h, 'anna@client.example')).at(-1)!.text).toContain('Good to hear');
  });

  test('a notice of delay changes nothing, and a bounce that names no letter of ours silences nobody', async () => {
    const h = house();
    const { anna, desks, letter } = await asked(h);
    await deliver(h, '', [letter.envelopeFrom], returned(letter, '4.4.1', '421 try later'));
    const forged = { ...letter, envelopeFrom: 'x@y.example', raw: Buffer.from('From: a@b.example\r\n\r\nhello\r\n') };
    await deliver(h, '', ['postmaster@mail.acme.example'], returned(forged));
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['ignored', 'ignored']);
    expect((await letterStates(h)).map((l) => l.state)).toEqual(['sent', 'sent']);
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
});
