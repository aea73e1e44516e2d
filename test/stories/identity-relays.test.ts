/**
 * A relay in front of us that we listed: its word about the client counts for SPF, its Authentication-Results are believed, and
 * nobody else's are (decisions «Who may speak», RFC 8601 §5).
 */
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import { connect } from '../support/dialogue.ts';
import { compose, lettersTo, reply, type Writing } from '../support/program.ts';
import { client, comments, inbox, says, task } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const HELD = 'held: sender-failed-authentication';

/** Says these lines after the greeting's EHLO (or, for PROXY, before everything), then hands the mail in. */
async function handIn(h: House, mail: Writing, lines: { first?: string; more?: readonly string[] }): Promise<void> {
  const talk = await connect(h.app.smtpPort!);
  if (lines.first) talk.send(`${lines.first}\r\n`);
  await talk.reply();
  const say = async (line: string | Buffer) => {
    talk.send(line);
    return talk.reply();
  };
  await say('EHLO relay.example\r\n');
  for (const line of lines.more ?? []) expect(await say(`${line}\r\n`), line).toMatch(/^2/);
  await say('MAIL FROM:<anna@client.example>\r\n');
  expect(await say(`RCPT TO:<${mail.to}>\r\n`)).toMatch(/^250/);
  await say('DATA\r\n');
  const raw = await compose(h, mail);
  expect(await say(Buffer.concat([raw, Buffer.from('\r\n.\r\n')]))).toMatch(/^250/);
  h.accepted += 1;
  talk.vanish();
  await h.app.idle();
}

async function scene(h: House) {
  const anna = await client(h, 'Anna');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  const letter = (await lettersTo(h, 'anna@client.example'))[0]!;
  const answer = (headers: Writing['headers'] = {}): Writing =>
    reply(letter, ANNA, 'In the morning.', { signedBy: null, headers: headers ?? {} });
  const outcome = async () => {
    const last = (await inbox(h)).at(-1)!;
    return last.state === 'delivered' ? (await comments(h, desks)).at(-1)!.proof : `${last.state}: ${last.outcome}`;
  };
  return { answer, outcome };
}

// Of client.example's own servers, as its SPF record has it; and of somebody else.
const ITS_SERVER = '192.0.2.10';
const ANOTHER = '198.51.100.7';

const LISTED = JSON.stringify([{ cidr: '127.0.0.1', authservId: 'mx.relay.example' }]);

oneHouse(
  'behind a listed relay',
  (house) => {
    test.each([
      [`XCLIENT ADDR=${ITS_SERVER}`, 'mail-proven'],
      [`XCLIENT ADDR=${ANOTHER}`, HELD],
      [`XFORWARD ADDR=${ITS_SERVER} HELO=mx.client.example`, 'mail-proven'],
      [`XFORWARD ADDR=${ANOTHER} HELO=mx.client.example`, HELD],
    ])('%s: %s', async (line, expected) => {
      const h = house();
      const { answer, outcome } = await scene(h);
      // XCLIENT begins the session anew (Postfix XCLIENT_README).
      await handIn(h, answer(), { more: line.startsWith('XCLIENT') ? [line, 'EHLO mx.client.example'] : [line] });
      expect(await outcome()).toBe(expected);
    });

    const ROWS: readonly [string, Record<string, string | string[]>, string][] = [
      ['nothing', {}, HELD],
      [
        'dmarc=pass',
        { 'Authentication-Results': 'mx.relay.example; dmarc=pass header.from=client.example' },
        'mail-proven',
      ],
      ['dmarc=fail', { 'Authentication-Results': 'mx.relay.example; dmarc=fail header.from=client.example' }, HELD],
      [
        'dmarc=permerror',
        { 'Authentication-Results': 'mx.relay.example; dmarc=permerror header.from=client.example' },
        HELD,
      ],
      [
        'dmarc=temperror',
        { 'Authentication-Results': 'mx.relay.example; dmarc=temperror header.from=client.example' },
        'token-only',
      ],
      [
        'a pass for another author',
        { 'Authentication-Results': 'mx.relay.example; dmarc=pass header.from=other.example' },
        'token-only',
      ],
      [
        'another server’s pass',
        { 'Authentication-Results': 'mx.elsewhere.example; dmarc=pass header.from=client.example' },
        HELD,
      ],
      [
        'its fail above a forged pass in its name',
        {
          'Authentication-Results': [
            'mx.relay.example; dmarc=fail header.from=client.example',
            'mx.relay.example; dmarc=pass header.from=client.example',
          ],
        },
        HELD,
      ],
      [
        'a pass inside a comment',
        {
          'Authentication-Results':
            'mx.relay.example (; dmarc=pass header.from=client.example); dmarc=fail header.from=client.example',
        },
        HELD,
      ],
      [
        'only an ARC chain that says pass',
        {
          'ARC-Authentication-Results': 'i=1; mx.relay.example; dmarc=pass header.from=client.example',
          'ARC-Message-Signature':
            'i=1; a=rsa-sha256; c=relaxed/relaxed; d=relay.example; s=a; h=from; bh=AAAA; b=AAAA',
          'ARC-Seal': 'i=1; a=rsa-sha256; cv=none; d=relay.example; s=a; b=AAAA',
        },
        HELD,
      ],
    ];
    test.each(ROWS)('it wrote %s: %#', async (_what, headers, expected) => {
      const h = house();
      const { answer, outcome } = await scene(h);
      await handIn(h, answer(headers as never), { more: [`XFORWARD ADDR=${ANOTHER} HELO=x.example`] });
      expect(await outcome()).toBe(expected);
    });
  },
  { POSTERN_SMTP_TRUSTED_RELAYS: LISTED },
);

oneHouse(
  'behind a relay that speaks PROXY',
  (house) => {
    test.each([
      [ITS_SERVER, 'mail-proven'],
      [ANOTHER, HELD],
    ])('the client is %s: %s', async (ip, expected) => {
      const h = house();
      const { answer, outcome } = await scene(h);
      await handIn(h, answer(), { first: `PROXY TCP4 ${ip} 192.0.2.1 40000 25` });
      expect(await outcome()).toBe(expected);
    });

    test('without a name for its results, nobody’s are believed', async () => {
      const h = house();
      const { answer, outcome } = await scene(h);
      const headers = { 'Authentication-Results': '; dmarc=pass header.from=client.example' };
      await handIn(h, answer(headers), { first: `PROXY TCP4 ${ANOTHER} 192.0.2.1 40000 25` });
      expect(await outcome()).toBe(HELD);
    });
  },
  { POSTERN_SMTP_TRUSTED_RELAYS: JSON.stringify([{ cidr: '127.0.0.1', proxy: true }]) },
);

oneHouse('without a listed relay', (house) => {
  test('nobody says who the client is, and nobody’s results are read', async () => {
    const h = house();
    const { answer, outcome } = await scene(h);
    const talk = await connect(h.app.smtpPort!);
    await talk.reply();
    talk.send('EHLO relay.example\r\n');
    expect(await talk.reply()).not.toMatch(/XCLIENT|XFORWARD/);
    talk.send(`XCLIENT ADDR=${ITS_SERVER}\r\n`);
    expect(await talk.reply()).toMatch(/^5/);
    talk.vanish();
    await handIn(
      h,
      answer({ 'Authentication-Results': 'mx.relay.example; dmarc=pass header.from=client.example' }),
      {},
    );
    expect(await outcome()).toBe(HELD);
  });
});
