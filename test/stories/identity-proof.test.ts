/** What counts as proof of a sender, and what never does: real signatures, asked over DNS, through the whole house. */
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import { compose, deliver, lettersTo, type Received, reply, send, sign } from '../support/program.ts';
import { SELECTOR } from '../support/zone.ts';
import { client, comments, inbox, says, type TaskHere, task } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';

interface Scene {
  readonly desks: TaskHere;
  readonly letter: Received;
}

/** Anna, at this address, takes part in a task and has a letter from it. */
async function scene(h: House, email = 'anna@client.example'): Promise<Scene> {
  const anna = await client(h, 'Anna', { email: email as never });
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  return { desks, letter: (await lettersTo(h, email))[0]! };
}

/** The proof of the last mail: what it became, and how its comment is marked. */
async function became(h: House, { desks }: Scene): Promise<string> {
  await h.app.idle();
  const last = (await inbox(h)).at(-1)!;
  if (last.state !== 'delivered') return `${last.state}: ${last.outcome}`;
  return (await comments(h, desks)).at(-1)!.proof;
}

/** The domain says by SPF and DMARC what it says; its key is there. */
function publish(h: House, domain: string, { spf, dmarc }: { spf?: string; dmarc?: string }): void {
  const key = h.dns.zone.get(`${SELECTOR}._domainkey.client.example`)!;
  h.dns.zone.set(domain, { A: ['192.0.2.99'], ...(spf ? { TXT: [spf] } : {}) });
  if (dmarc) h.dns.zone.set(`_dmarc.${domain}`, { TXT: [dmarc] });
  h.dns.zone.set(`${SELECTOR}._domainkey.${domain}`, key);
}

interface Way {
  readonly name: string;
  /** Of `firm.example`, Anna's domain. */
  readonly spf?: string;
  readonly dmarc?: string;
  /** Default: firm.example. */
  readonly from?: string;
  readonly signedBy: string | null;
  readonly envelopeFrom?: string;
  readonly expected: 'mail-proven' | 'token-only' | 'held: sender-failed-authentication';
}

const HERE = 'v=spf1 ip4:127.0.0.1 -all';
const NOT_HERE = 'v=spf1 ip4:192.0.2.10 -all';
const RELAXED = 'v=DMARC1; p=none';
const STRICT = 'v=DMARC1; p=reject; adkim=s; aspf=s';
const FAILED = 'held: sender-failed-authentication';

const WAYS: readonly Way[] = [
  { name: 'DMARC by SPF alone', spf: HERE, dmarc: RELAXED, signedBy: null, expected: 'mail-proven' },
  { name: 'DMARC by DKIM alone', spf: NOT_HERE, dmarc: RELAXED, signedBy: 'firm.example', expected: 'mail-proven' },
  {
    name: 'DMARC by DKIM behind a forwarder',
    spf: NOT_HERE,
    dmarc: STRICT,
    signedBy: 'firm.example',
    envelopeFrom: 'list@other.example',
    expected: 'mail-proven',
  },
  { name: 'DMARC, neither passes', spf: NOT_HERE, dmarc: RELAXED, signedBy: null, expected: FAILED },
  {
    name: 'DMARC, SPF passes for another domain',
    spf: NOT_HERE,
    dmarc: RELAXED,
    signedBy: null,
    envelopeFrom: 'x@passes.example',
    expected: FAILED,
  },
  { name: 'DMARC, another domain signs', dmarc: RELAXED, signedBy: 'other.example', expected: FAILED },
  { name: 'a subdomain signs, relaxed', dmarc: RELAXED, signedBy: 'mail.firm.example', expected: 'mail-proven' },
  { name: 'a subdomain signs, strict', dmarc: STRICT, signedBy: 'mail.firm.example', expected: FAILED },
  {
    name: 'SPF of a subdomain, relaxed',
    dmarc: RELAXED,
    signedBy: null,
    envelopeFrom: 'x@bounce.firm.example',
    expected: 'mail-proven',
  },
  {
    name: 'SPF of a subdomain, strict',
    dmarc: STRICT,
    signedBy: null,
    envelopeFrom: 'x@bounce.firm.example',
    expected: FAILED,
  },
  {
    name: 'From is a subdomain, the organisation signs',
    from: 'sales.firm.example',
    dmarc: RELAXED,
    signedBy: 'firm.example',
    expected: 'mail-proven',
  },
  {
    name: 'From is a subdomain, and its policy for those is strict',
    from: 'sales.firm.example',
    dmarc: 'v=DMARC1; p=none; sp=reject; adkim=s',
    signedBy: 'firm.example',
    expected: FAILED,
  },
  { name: 'no DMARC, aligned DKIM', signedBy: 'firm.example', expected: 'mail-proven' },
  { name: 'no DMARC, aligned SPF', spf: HERE, signedBy: null, expected: 'mail-proven' },
  { name: 'no DMARC, softfail', spf: 'v=spf1 ~all', signedBy: null, expected: 'token-only' },
  { name: 'no DMARC, SPF fails', spf: NOT_HERE, signedBy: null, expected: 'token-only' },
  { name: 'no DMARC, another domain signs', signedBy: 'other.example', expected: 'token-only' },
  {
    name: 'no DMARC, an SPF record with an error',
    spf: `${HERE} ip4:nonsense`,
    signedBy: null,
    expected: 'token-only',
  },
];

oneHouse('proof of a sender', (house) => {
  test.each(WAYS)('$name: $expected', async (way) => {
    const h = house();
    publish(h, 'firm.example', way);
    publish(h, 'mail.firm.example', {});
    publish(h, 'bounce.firm.example', { spf: HERE });
    publish(h, 'passes.example', { spf: HERE });
    h.dns.zone.set('sales.firm.example', { A: ['192.0.2.99'] });
    const address = `anna@${way.from ?? 'firm.example'}`;
    const here = await scene(h, address);
    await send(h, {
      ...reply(here.letter, `Anna <${address}>`, 'In the morning.'),
      signedBy: way.signedBy,
      envelopeFrom: way.envelopeFrom ?? address,
    });
    expect(await became(h, here)).toBe(way.expected);
  });

  test.each(['Subject', 'Date', 'Sender', 'Reply-To', 'Message-ID'])(
    'a second %s on top of a signed mail is kept, noted, and counts as failed',
    async (name) => {
      const h = house();
      const here = await scene(h);
      const headers = { Sender: 'anna@client.example', 'Reply-To': 'anna@client.example' };
      const good = await compose(h, reply(here.letter, ANNA, 'In the morning.', { headers }));
      const second = Buffer.concat([Buffer.from(`${name}: <other@client.example>\r\n`), good]);
      expect(await deliver(h, 'anna@client.example', [here.letter.replyTo], second)).toMatch(/^250 /);
      expect(await became(h, here)).toBe(FAILED);
      const row = await h.gw.db.read('inbox').first('trace');
      expect(JSON.stringify(row)).toContain(name.toLowerCase());
      // The signature itself still holds: without the second header it is Anna's mail.
      await deliver(h, 'anna@client.example', [here.letter.replyTo], good);
      expect(await became(h, here)).toBe('mail-proven');
    },
  );

  test('a second From is refused in the session; two mailboxes in one are kept and count as failed', async () => {
    const h = house();
    const here = await scene(h);
    const mail = reply(here.letter, ANNA, 'Pay to the new account.');
    const twice = Buffer.concat([Buffer.from('From: Eve <eve@other.example>\r\n'), await compose(h, mail)]);
    expect(await deliver(h, 'anna@client.example', [here.letter.replyTo], twice)).toMatch(/^550 5\.6\.0|^550 5\.7\./);
    const both = {
      from: 'Anna Kim <anna@client.example>, Eve <eve@other.example>',
      signedBy: 'client.example',
      envelopeFrom: 'anna@client.example',
    };
    await send(h, { ...mail, ...both });
    expect(await became(h, here)).toMatch(/^held: /);
    expect(await comments(h, here.desks)).toHaveLength(1);
  });

  test('Reply-To makes nobody of anybody: From alone says who writes', async () => {
    const h = house();
    const here = await scene(h);
    const headers = { 'Reply-To': ANNA };
    await send(h, reply(here.letter, 'Olga <olga@other.example>', 'I am Anna.', { headers }));
    await h.app.idle();
    expect((await comments(h, here.desks)).at(-1)).toMatchObject({ author: 'Olga', proof: 'mail-proven' });
    await send(h, reply(here.letter, 'Eve <eve@silent.example>', 'So am I.', { headers }));
    expect(await became(h, here)).toBe('held: sender-not-proven');
    await send(h, reply(here.letter, ANNA, 'I am Anna.', { headers: { 'Reply-To': 'eve@other.example' } }));
    await h.app.idle();
    expect((await comments(h, here.desks)).at(-1)).toMatchObject({ author: 'Anna', proof: 'mail-proven' });
  });

  test('neither Authentication-Results nor an ARC seal of a stranger prove anything', async () => {
    const h = house();
    const here = await scene(h);
    const headers = {
      'Authentication-Results':
        'mail.acme.example; dmarc=pass header.from=client.example; spf=pass smtp.mailfrom=anna@client.example',
      'ARC-Authentication-Results': 'i=1; mail.acme.example; dmarc=pass header.from=client.example',
      'ARC-Seal': 'i=1; a=rsa-sha256; cv=none; d=client.example; s=story; t=1; b=AAAA',
    };
    await send(h, reply(here.letter, ANNA, 'In the morning.', { headers, signedBy: null }));
    expect(await became(h, here)).toBe(FAILED);
  });

  test('the question asked of DNS is real: without the signer’s key the same mail is not Anna’s', async () => {
    const h = house();
    const here = await scene(h);
    const raw = await compose(h, reply(here.letter, ANNA, 'In the morning.'));
    h.dns.zone.set(`${SELECTOR}._domainkey.client.example`, { TXT: ['v=DKIM1; k=rsa; p='] });
    await deliver(h, 'anna@client.example', [here.letter.replyTo], raw);
    expect(await became(h, here)).toBe(FAILED);
    expect(h.dns.asked).toContain(`TXT ${SELECTOR}._domainkey.client.example`);
    expect(h.dns.asked).toContain('TXT _dmarc.client.example');
  });

  test('a mail that was changed after it was signed is nobody’s', async () => {
    const h = house();
    const here = await scene(h);
    const raw = await compose(h, reply(here.letter, ANNA, 'Pay to account 1111.'));
    const changed = Buffer.from(raw.toString('latin1').replace('1111', '6666'), 'latin1');
    await deliver(h, 'anna@client.example', [here.letter.replyTo], changed);
    expect(await became(h, here)).toBe(FAILED);
    const other = await sign(Buffer.from(raw.toString('latin1').replace('1111', '7777'), 'latin1'), 'other.example');
    await deliver(h, 'anna@client.example', [here.letter.replyTo], other);
    expect(await became(h, here)).toBe(FAILED);
  });
});
