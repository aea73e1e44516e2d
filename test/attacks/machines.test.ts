/** Forged reports: somebody who was handed one of Anna's letters wants her to hear nothing more. */
import { expect, test } from 'vitest';
import { client, inbox, letterStates, says, settings, type TaskHere, task } from '../stories/firm.ts';
import { eachHouse, type House } from '../support/app.ts';
import { deliver, lettersTo, type Received, send, sign } from '../support/program.ts';

const report = (
  to: string,
  type: string,
  parts: readonly (readonly [string, readonly string[]])[],
  from = 'Mail Delivery System <mailer-daemon@mx.other.example>',
): Buffer =>
  Buffer.from(
    [
      `From: ${from}`,
      `To: <${to}>`,
      'Subject: Undelivered Mail Returned to Sender',
      'Date: Mon, 23 Nov 2026 10:00:00 +0000',
      'Message-ID: <report-1@mx.other.example>',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=${type}; boundary="back"`,
      '',
      ...parts.flatMap(([kind, lines]) => ['--back', `Content-Type: ${kind}`, '', ...lines, '']),
      '--back--',
      '',
    ].join('\r\n'),
  );

const returned = (to: string, address: string, time = 1): Buffer =>
  report(to, 'delivery-status', [
    ['text/plain', [`I could not deliver your letter (${time}).`]],
    [
      'message/delivery-status',
      [
        'Reporting-MTA: dns; mx.other.example',
        '',
        `Final-Recipient: rfc822; ${address}`,
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 No such user here',
      ],
    ],
  ]);

const complaint = (letter: Received, from?: string): Buffer =>
  report(
    letter.replyTo,
    'feedback-report',
    [
      ['text/plain', ['An abuse report.']],
      ['message/feedback-report', ['Feedback-Type: abuse', 'User-Agent: Provider/1.0', 'Version: 1']],
      ['message/rfc822', [`From: ${letter.replyTo}`, `Message-ID: ${letter.messageId}`, '', 'words']],
    ],
    from,
  );

eachHouse('forged reports', (house) => {
  async function told(h: House): Promise<{ desks: TaskHere; letter: Received; hears: () => Promise<boolean> }> {
    const anna = await client(h, 'Anna');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    const letter = (await lettersTo(h, 'anna@client.example'))[0]!;
    const hears = async () => {
      await h.app.idle();
      await says(h, h.owner, desks, 'Are you there?', { notify: [anna] });
      await h.app.idle();
      return (await letterStates(h)).at(-1)!.state === 'sent';
    };
    return { desks, letter, hears };
  }

  test('a bounce to the reply address, which stands in every forwarded letter, ends nobody’s mail', async () => {
    const h = house();
    const { letter, hears } = await told(h);
    await deliver(h, '', [letter.replyTo], returned(letter.replyTo, 'anna@client.example'));
    expect(await hears()).toBe(true);
  });

  test('nor does a complaint that nobody vouches for', async () => {
    const h = house();
    const { letter, hears } = await told(h);
    await deliver(h, '', [letter.replyTo], complaint(letter));
    expect(await hears()).toBe(true);
  });

  test.each([
    ['a proven stranger who was sent the letter as a file', 'eve@other.example', 'other.example'],
    ['a colleague of hers', 'eve@client.example', 'client.example'],
    ['the postmaster of another domain', 'postmaster@other.example', 'other.example'],
    ['somebody in the name of her own postmaster', 'postmaster@client.example', null],
  ])('nor one by %s', async (_, from, signer) => {
    const h = house();
    const { letter, hears } = await told(h);
    const bytes = complaint(letter, from);
    await deliver(h, from, [letter.replyTo], signer ? await sign(bytes, signer) : bytes);
    expect(await hears()).toBe(true);
    expect((await inbox(h))[0]).toMatchObject({ state: 'ignored', outcome: 'complaint' });
    expect((await inbox(h))[0]!.reason).toContain('nobody is cut off');
  });

  test('her own postmaster’s does, and a provider’s feedback loop’s', async () => {
    for (const from of ['postmaster@client.example', 'fbl@mx.client.example']) {
      const h = house();
      const { letter, hears } = await told(h);
      await deliver(h, from, [letter.replyTo], await sign(complaint(letter, from), 'client.example'));
      expect(await hears(), from).toBe(false);
      await h.gw.db.write(async (tx) => {
        await tx('suppressions').delete();
        await tx('contacts').delete();
        await tx('addresses').where({ person_kind: 'contact' }).delete();
        await tx('letters').delete();
      });
      (h.relay.kept as unknown[]).length = 0;
    }
  });

  test('a report to the reply address marks a letter that has left, and takes none out of the queue', async () => {
    const h = house();
    const { letter } = await told(h);
    await h.gw.db.write((tx) => tx('letters').update({ state: 'queued', due_at: Date.now() + 3_600_000 }));
    await deliver(h, '', [letter.replyTo], returned(letter.replyTo, 'anna@client.example'));
    await h.app.idle();
    expect((await letterStates(h)).map((l) => l.state)).toEqual(['queued']);
    await h.gw.db.write((tx) => tx('letters').update({ state: 'sent', due_at: null }));
    await deliver(h, '', [letter.replyTo], returned(letter.replyTo, 'anna@client.example', 2));
    await h.app.idle();
    expect((await letterStates(h)).map((l) => l.state)).toEqual(['bounced']);
  });

  test('nor somebody else’s wish to be unsubscribed', async () => {
    const h = house();
    const { letter, hears } = await told(h);
    await send(h, {
      from: 'Eve <eve@other.example>',
      to: letter.replyTo,
      subject: 'unsubscribe',
      text: 'Apple Mail sent this email to unsubscribe from the message list.',
    });
    expect(await hears()).toBe(true);
  });

  test('her own wish does', async () => {
    const h = house();
    const { letter, hears } = await told(h);
    await send(h, {
      from: 'Anna <anna@client.example>',
      to: letter.replyTo,
      subject: 'unsubscribe',
      text: 'Apple Mail sent this email to unsubscribe from the message list.',
    });
    expect(await hears()).toBe(false);
  });

  test('of a letter that several share only those are cut off who are gone', async () => {
    const h = house();
    await settings(h, { allRecipientsInOneLetter: true });
    const anna = await client(h, 'Anna');
    const vera = await client(h, 'Vera');
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, vera.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, vera] });
    const letter = (await lettersTo(h, 'anna@client.example'))[0]!;
    await deliver(h, '', [letter.envelopeFrom], returned(letter.envelopeFrom, 'vera@client.example'));
    await h.app.idle();
    await settings(h, {});
    for (const [who, state] of [
      [anna, 'sent'],
      [vera, 'skipped'],
    ] as const) {
      await says(h, h.owner, desks, 'Are you there?', { notify: [who] });
      await h.app.idle();
      expect((await letterStates(h)).at(-1)!.state).toBe(state);
    }
  });

  test('an unproven mail in her name does not bring back letters that she has ended', async () => {
    const h = house();
    const anna = await client(h, 'Anna', { email: 'anna@silent.example' as never });
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
    const letter = (await lettersTo(h, 'anna@silent.example'))[0]!;
    await deliver(h, '', [letter.envelopeFrom], returned(letter.envelopeFrom, 'anna@silent.example'));
    const from = 'Anna <anna@silent.example>';
    await send(h, { from, to: 'ann@mail.acme.example', subject: 'Hello', text: 'It is me.' });
    await h.app.idle();
    await says(h, h.owner, desks, 'Are you there?', { notify: [anna] });
    await h.app.idle();
    expect((await letterStates(h)).at(-1)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
  });
});
