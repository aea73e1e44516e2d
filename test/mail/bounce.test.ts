import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBounce } from '../../src/mail/bounce.ts';
import { readComplaint } from '../../src/mail/complaint.ts';
import { parseMail } from '../../src/mail/parse.ts';
import { mail, text } from '../support/mime.ts';

type Headers = Record<string, string | string[] | null>;
const DAEMON: Headers = {
  From: 'Mail Delivery System <MAILER-DAEMON@mx.client.example>',
  To: 'bounce+x@postern.example',
  Subject: 'Undelivered Mail Returned to Sender',
  'Return-Path': '<>',
};
const RETURNED = 'Message-ID: <m.abc@postern.example>\r\nSubject: Roof\r\nTo: anna@client.example\r\n\r\nHello';

/** A report as RFC 3464 has it: words for people, fields for machines, the mail that came back. */
const report = async (fields: string, words = 'Sorry.', headers: Headers = DAEMON) =>
  readBounce(
    await parseMail(
      mail(headers, {
        multipart: 'report; report-type=delivery-status',
        parts: [
          text(words),
          { type: 'message/delivery-status', body: fields.replaceAll('\n', '\r\n') },
          { type: 'message/rfc822', body: RETURNED },
        ],
      }),
    ),
  );
/** A notice without a report. */
const notice = async (words: string, headers: Headers = DAEMON) =>
  readBounce(await parseMail(mail(headers, text(words))));

describe('RFC 3464', () => {
  test('recipient, action, status, code and reason', async () => {
    const bounce = await report(
      'Reporting-MTA: dns; mx.client.example\n\nFinal-Recipient: rfc822; Anna@Client.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <anna@client.example>:\n Recipient address rejected: User unknown\n',
    );
    expect(bounce).toMatchObject({
      dsn: true,
      permanent: true,
      deliveries: [
        { recipient: 'anna@client.example', action: 'failed', status: '5.1.1', code: '550', reason: 'userunknown' },
      ],
    });
    expect(bounce!.returned).toContain('m.abc@postern.example');
  });

  test('a delay is not permanent, a success is no bounce', async () => {
    expect(
      await report(
        'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@client.example\nAction: delayed\nStatus: 4.4.1\n',
      ),
    ).toMatchObject({ permanent: false, deliveries: [{ action: 'delayed', status: '4.4.1' }] });
    expect(
      await report(
        'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822;a@client.example\nAction: delivered\nStatus: 2.0.0\n',
      ),
    ).toBeNull();
  });

  test('the address that we wrote to, not the alias behind it', async () => {
    const bounce = await report(
      'X: y\n\nOriginal-Recipient: rfc822;anna@client.example\nFinal-Recipient: rfc822;u1234@store7.client.example\nAction: failed\nStatus: 5.2.2\n',
    );
    expect(bounce!.deliveries[0]).toMatchObject({ recipient: 'anna@client.example', reason: 'mailboxfull' });
  });

  test.each([
    ['5.0.0', 'smtp; 550 5.7.1 Blocked by Spamhaus', '5.7.1'],
    ['4.4.7', 'smtp; 451 4.3.0 try again later', '4.3.0'],
    ['5.1.1', 'smtp; 550 User unknown', '5.1.1'],
    ['5.0.0', 'smtp; host mx[10.5.0.1] said: 550 no', '5.0.0'],
  ])('status %s with «%s» is %s', async (status, diagnostic, wanted) => {
    const bounce = await report(
      `X: y\n\nFinal-Recipient: rfc822;a@client.example\nAction: failed\nStatus: ${status}\nDiagnostic-Code: ${diagnostic}\n`,
    );
    expect(bounce!.deliveries[0]!.status).toBe(wanted);
  });

  test('several recipients, each with its own fate', async () => {
    const bounce = await report(
      'X: y\n\nFinal-Recipient: rfc822;a@client.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822;b@client.example\nAction: delayed\nStatus: 4.2.2\n',
    );
    expect(bounce!.deliveries.map(({ recipient, action }) => [recipient, action])).toEqual([
      ['a@client.example', 'failed'],
      ['b@client.example', 'delayed'],
    ]);
  });
});

describe('servers that write for people only', () => {
  test.each<[string, string, Headers, object]>([
    [
      'qmail',
      "Hi. This is the qmail-send program at mx.client.example.\r\nI'm afraid I wasn't able to deliver your message to the following addresses.\r\n\r\n<anna@client.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nTo: other@client.example\r\n",
      { ...DAEMON, Subject: 'failure notice' },
      { recipient: 'anna@client.example', status: '5.1.1', reason: 'userunknown' },
    ],
    [
      'Exim',
      'This message was created automatically by mail delivery software.\r\n\r\nA message that you sent could not be delivered to one or more of its recipients.\r\nThe following address(es) failed:\r\n\r\n  anna@client.example\r\n    host mx.client.example [192.0.2.1]: 552 5.2.2 mailbox is full\r\n',
      { ...DAEMON, 'X-Failed-Recipients': 'anna@client.example' },
      { recipient: 'anna@client.example', status: '5.2.2', code: '552', reason: 'mailboxfull' },
    ],
    [
      'Postfix as text',
      'This is the mail system at host mx.example.\r\n\r\n<anna@client.example>: host mx.client.example[192.0.2.1] said: 550 5.7.1 Message rejected as spam (in reply to end of DATA\r\n    command)\r\n',
      DAEMON,
      { recipient: 'anna@client.example', status: '5.7.1', reason: 'spamdetected' },
    ],
    [
      'Exchange',
      'Your message\r\n\r\n  To:      staff@client.example\r\n  Subject: Roof\r\n\r\ndid not reach the following recipient(s):\r\n\r\nanna@client.example on Fri, 20 Nov 2026 11:08:59 -0700\r\n    The recipient name is not recognized\r\n',
      { ...DAEMON, From: 'System Administrator <postmaster@client.example>', Subject: 'Undeliverable: Roof' },
      { recipient: 'anna@client.example', reason: 'userunknown', status: '5.1.1' },
    ],
    [
      'in Russian',
      'Ваше сообщение не доставлено следующим адресатам:\r\n\r\nanna@client.example\r\n    почтовый ящик переполнен\r\n',
      { ...DAEMON, From: 'mailer-daemon@post.example', Subject: '=?utf-8?B?0J3QtSDQtNC+0YHRgtCw0LLQu9C10L3Qvg==?=' },
      { recipient: 'anna@client.example', reason: 'mailboxfull' },
    ],
  ])('%s', async (_name, words, headers, wanted) => {
    const bounce = await notice(words, headers);
    expect(bounce).toMatchObject({ dsn: false, permanent: true });
    expect(bounce!.deliveries).toEqual([expect.objectContaining(wanted)]);
  });

  test('a warning is a delay', async () => {
    const bounce = await notice(
      'A message that you sent has not yet been delivered to all its recipients.\r\n\r\n  anna@client.example\r\n\r\nNo action is required. Delivery attempts will continue.\r\n',
      { ...DAEMON, Subject: 'Warning: message delayed 24 hours' },
    );
    expect(bounce).toMatchObject({
      permanent: false,
      deliveries: [{ recipient: 'anna@client.example', action: 'delayed' }],
    });
  });

  test('a report packed into the notice of a gateway', async () => {
    const inner =
      'Subject: failed\r\n\r\nReporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; anna@client.example\r\nAction: failed\r\nStatus: 5.1.1\r\n';
    const raw = mail(DAEMON, {
      multipart: 'mixed',
      parts: [text('This mail is confidential.'), { type: 'message/rfc822', body: inner }],
    });
    expect(readBounce(await parseMail(raw))!.deliveries[0]).toMatchObject({
      recipient: 'anna@client.example',
      status: '5.1.1',
    });
  });
});

describe('not a bounce', () => {
  test.each<[string, string, Headers]>([
    [
      'a person who tells of one',
      'My mail could not be delivered to you, the mailbox is full. Please look.',
      { Subject: 'Undeliverable mail' },
    ],
    [
      'an answer to a notice',
      'What does this mean?\r\n\r\n> This is the qmail-send program\r\n> <anna@client.example>: no mailbox',
      { Subject: 'Re: failure notice' },
    ],
    ['a newsletter with a null sender', 'Our new roofs', { 'Return-Path': '<>', Subject: 'News' }],
    [
      'an out-of-office reply',
      'I am on holiday',
      { Subject: 'Automatic reply: Roof', 'Return-Path': '<>', 'Auto-Submitted': 'auto-replied' },
    ],
  ])('%s', async (_name, words, headers) => expect(await notice(words, headers)).toBeNull());
});

describe('complaints (RFC 5965)', () => {
  const feedback = async (fields: string) =>
    readComplaint(
      await parseMail(
        mail(
          { From: 'feedback@provider.example' },
          {
            multipart: 'report; report-type=feedback-report',
            parts: [
              text('Spam!'),
              { type: 'message/feedback-report', body: fields },
              { type: 'message/rfc822', body: RETURNED },
            ],
          },
        ),
      ),
    );

  test('type and recipients', async () => {
    const fields =
      'Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\nOriginal-Rcpt-To: <Anna@client.example>\r\nOriginal-Rcpt-To: oleg@client.example\r\n';
    expect(await feedback(fields)).toEqual({
      type: 'abuse',
      recipients: ['anna@client.example', 'oleg@client.example'],
    });
    expect(await feedback('Feedback-Type: Auth-Failure\r\n')).toEqual({ type: 'auth-failure', recipients: [] });
  });

  test('of Amazon SES, through a topic that is subscribed by mail', async () => {
    const complaint = {
      complaintFeedbackType: 'abuse',
      complainedRecipients: [{ emailAddress: 'Anna@client.example' }],
    };
    const told = JSON.stringify({ Message: JSON.stringify({ notificationType: 'Complaint', complaint }) });
    const message = await parseMail(mail({ From: 'no-reply@sns.example' }, text(told)));
    expect(readComplaint(message)).toEqual({ type: 'abuse', recipients: ['anna@client.example'] });
    expect(readBounce(message)).toBeNull();
  });

  test('a person who complains is a person', async () => {
    expect(readComplaint(await parseMail(mail({ Subject: 'This is abuse' }, text('Feedback-Type: abuse'))))).toBeNull();
  });
});

test('any text from a daemon: an answer, in time', async () => {
  const word = fc.oneof(
    fc.constantFrom(
      '<a@b.example>:',
      'Final-Recipient: rfc822;',
      '550 5.1.1',
      '\r\n',
      '\r\n\r\n',
      '-----',
      'To:',
      ' ',
      '@',
      'x'.repeat(3000),
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 60 }), async (words) => {
      const bounce = await notice(words.join(''));
      for (const one of bounce?.deliveries ?? []) {
        expect(one.status).toMatch(/^[245]\.\d+\.\d+$/);
        expect(one.diagnostic.length).toBeLessThanOrEqual(500);
      }
    }),
    { numRuns: 200 },
  );
});
