import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { describe, expect, test } from 'vitest';
import { parseMail } from '../../src/mail/parse.ts';
import { type ProofInput, proveSender, verdictOf } from '../../src/mail/proof.ts';
import { boundedLookup, dnsError, type Lookup, type ZoneEntry, zoneLookup } from '../../src/mail/proof-resolver.ts';
import { mail, text } from '../support/mime.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const IP = '192.0.2.10';

/** Domains of the tests: with a strict DMARC record, with a relaxed one, without any, and somebody else's. */
const zone = new Map<string, ZoneEntry>([
  ['strict.example', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
  ['_dmarc.strict.example', { TXT: [['v=DMARC1; p=reject; adkim=s; aspf=s']] }],
  ['client.example', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
  ['_dmarc.client.example', { TXT: [['v=DMARC1; p=none']] }],
  ['plain.example', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
  ['evil.example', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
  ['silent.example', { A: ['192.0.2.99'] }],
  // Anybody may have a domain below a public suffix, and a few people have an address at one.
  ['eu.org', { A: ['192.0.2.99'] }],
  ['evil.eu.org', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
  ['mail.plain.example', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
  ...['strict.example', 'mail.strict.example', 'client.example', 'plain.example', 'evil.example', 'evil.eu.org'].map(
    (domain): [string, ZoneEntry] => [`s1._domainkey.${domain}`, { TXT: [[record]] }],
  ),
]);
const resolver = zoneLookup(zone);

async function signed(raw: Buffer, domain: string, maxBodyLength?: number): Promise<Buffer> {
  const signatureData = [
    {
      signingDomain: domain,
      selector: 's1',
      privateKey: pem,
      ...(maxBodyLength === undefined ? {} : { maxBodyLength }),
    },
  ];
  const { signatures } = await dkimSign(raw, { canonicalization: 'relaxed/relaxed', signatureData } as never);
  return Buffer.concat([Buffer.from(signatures), raw]);
}

const from = (domain: string, headers: Record<string, string | string[]> = {}) =>
  mail(
    { From: `Anna <anna@${domain}>`, Date: 'Mon, 02 Nov 2026 10:00:00 +0000', ...headers },
    text('Please paint the roof red.\r\n'),
  );

async function prove(raw: Buffer, more: Partial<ProofInput> = {}) {
  const message = await parseMail(raw);
  return proveSender({ raw, message, ip: null, helo: null, mailFrom: null, resolver, ...more });
}

describe('proven', () => {
  test('DMARC by DKIM', async () => {
    expect(await prove(await signed(from('client.example'), 'client.example'))).toMatchObject({
      verdict: 'proven',
      dmarc: 'pass',
      dkim: [{ domain: 'client.example', result: 'pass', aligned: true }],
    });
  });

  test('DMARC by SPF', async () => {
    expect(
      await prove(from('client.example'), { ip: IP, helo: 'mx.client.example', mailFrom: 'anna@client.example' }),
    ).toMatchObject({ verdict: 'proven', spf: 'pass', dmarc: 'pass' });
  });

  test.each<[string, () => Promise<Buffer>, Partial<ProofInput>]>([
    ['aligned DKIM', () => signed(from('plain.example'), 'plain.example'), {}],
    [
      'aligned SPF',
      async () => from('plain.example'),
      { ip: IP, helo: 'mx.plain.example', mailFrom: 'a@plain.example' },
    ],
    [
      'SPF of a domain below',
      async () => from('plain.example'),
      { ip: IP, helo: 'mx.plain.example', mailFrom: 'a@mail.plain.example' },
    ],
  ])('no DMARC record, %s', async (_name, raw, more) => {
    expect(await prove(await raw(), more)).toMatchObject({ verdict: 'proven', dmarc: 'none' });
  });
});

describe('unproven', () => {
  test('a domain that says nothing', async () =>
    expect(await prove(from('silent.example'))).toMatchObject({ verdict: 'unproven', dmarc: 'none' }));

  test('no DMARC record, and the pass is somebody else’s', async () => {
    const raw = await signed(from('silent.example'), 'evil.example');
    expect(await prove(raw, { ip: IP, helo: 'mx.evil.example', mailFrom: 'x@evil.example' })).toMatchObject({
      verdict: 'unproven',
      spf: 'pass',
    });
  });

  test('a neighbour below the same public suffix', async () => {
    const raw = await signed(from('eu.org'), 'evil.eu.org');
    expect(await prove(raw, { ip: IP, helo: 'mx.evil.eu.org', mailFrom: 'x@evil.eu.org' })).toMatchObject({
      verdict: 'unproven',
      spf: 'pass',
      dkim: [{ result: 'pass', aligned: false }],
    });
  });

  test('a signature over the beginning of the body only', async () => {
    const raw = Buffer.concat([
      await signed(from('client.example'), 'client.example', 5),
      Buffer.from('And pay to my new account.\r\n'),
    ]);
    const proof = await prove(raw);
    expect(proof.verdict).toBe('unproven');
    expect(proof.dkim[0]!.result).not.toBe('pass');
  });

  test('a DNS server that does not answer, within the cap', async () => {
    const deaf: Lookup = () => new Promise(() => undefined);
    expect(await prove(from('client.example'), { resolver: deaf, cap: 50 })).toMatchObject({
      verdict: 'unproven',
      dmarc: 'temperror',
    });
  });
});

describe('fail', () => {
  test('DMARC fail, whatever the policy asks', async () => {
    expect(await prove(from('client.example'))).toMatchObject({ verdict: 'fail', dmarc: 'fail' });
    expect(await prove(from('strict.example'))).toMatchObject({ verdict: 'fail', dmarc: 'fail' });
  });

  test('strict alignment is strict', async () => {
    expect(await prove(await signed(from('strict.example'), 'mail.strict.example'))).toMatchObject({
      verdict: 'fail',
      dmarc: 'fail',
    });
  });

  test('a changed body', async () => {
    const raw = Buffer.from(
      (await signed(from('client.example'), 'client.example')).toString('latin1').replace('red', 'pink'),
      'latin1',
    );
    expect((await prove(raw)).verdict).toBe('fail');
  });

  test.each(['Subject', 'Reply-To', 'Sender', 'Date', 'Message-ID'])(
    'a second %s put on top of a signed mail',
    async (name) => {
      const good = await signed(
        from('client.example', { 'Reply-To': 'anna@client.example', Sender: 'anna@client.example' }),
        'client.example',
      );
      expect((await prove(good)).verdict).toBe('proven');
      const proof = await prove(Buffer.concat([Buffer.from(`${name}: <other@client.example>\r\n`), good]));
      expect(proof.verdict).toBe('fail');
      expect(proof.notes.join()).toContain(name.toLowerCase());
    },
  );

  test.each([
    ['two mailboxes', 'a@client.example, b@client.example'],
    ['none', ''],
    ['no address', 'Anna'],
  ])('From with %s', async (_name, value) => {
    const raw = await signed(mail({ From: value }, text('x')), 'client.example').catch(() =>
      mail({ From: value }, text('x')),
    );
    expect((await prove(raw)).verdict).toBe('fail');
  });
});

describe('Authentication-Results', () => {
  const results =
    'mx.relay.example; spf=pass smtp.mailfrom=a@client.example; dmarc=pass (p=none) header.from=client.example';

  test('of the listed relay are believed', async () => {
    const raw = from('client.example', { 'Authentication-Results': results });
    expect(await prove(raw, { trustedAuthResults: 'mx.relay.example' })).toMatchObject({
      verdict: 'proven',
      dmarc: 'pass',
    });
  });

  test('of nobody else are', async () => {
    const raw = from('client.example', { 'Authentication-Results': results });
    expect((await prove(raw)).verdict).toBe('fail');
    expect((await prove(raw, { trustedAuthResults: 'mx.other.example' })).verdict).toBe('fail');
  });

  test('only the topmost with its id, and only about the domain of From', async () => {
    const forgedBelow = from('client.example', {
      'Authentication-Results': ['mx.relay.example; dmarc=fail header.from=client.example', results],
    });
    expect((await prove(forgedBelow, { trustedAuthResults: 'mx.relay.example' })).verdict).toBe('fail');
    const about = from('client.example', {
      'Authentication-Results': 'mx.relay.example; dmarc=pass header.from=evil.example',
    });
    expect((await prove(about, { trustedAuthResults: 'mx.relay.example' })).verdict).toBe('unproven');
    const comment = from('client.example', {
      'Authentication-Results': 'mx.relay.example; none (; dmarc=pass header.from=client.example)',
    });
    expect((await prove(comment, { trustedAuthResults: 'mx.relay.example' })).verdict).toBe('unproven');
  });

  test.each([
    ['in quotes', 'spf=pass smtp.mailfrom="x; dmarc=pass header.from=client.example; a"@evil.example; dmarc=fail'],
    ['in quotes with a quote', 'spf=pass smtp.mailfrom="x\\"; dmarc=pass \\"a"@evil.example'],
    ['a bracket in quotes', 'spf=none smtp.mailfrom="("@evil.example; dmarc=fail header.from=client.example'],
    [
      'two verdicts',
      'spf=pass smtp.mailfrom=x; dmarc=pass header.from=client.example; dmarc=fail header.from=client.example',
    ],
  ])('what a sender wrote into them says nothing: %s', async (_name, rows) => {
    const raw = from('client.example', { 'Authentication-Results': `mx.relay.example; ${rows}` });
    expect((await prove(raw, { trustedAuthResults: 'mx.relay.example' })).verdict).not.toBe('proven');
  });

  test('a neighbour below the same public suffix is nobody', async () => {
    const rows = 'spf=pass smtp.mailfrom=x@evil.eu.org; dkim=pass header.d=evil.eu.org; dmarc=none';
    const raw = from('eu.org', { 'Authentication-Results': `mx.relay.example; ${rows}` });
    expect((await prove(raw, { trustedAuthResults: 'mx.relay.example' })).verdict).toBe('unproven');
  });
});

test('the verdict, row by row', () => {
  const dkim = [{ domain: 'x', result: 'pass', aligned: true }];
  const rows: [string, string, boolean, typeof dkim, string][] = [
    ['pass', 'none', false, [], 'proven'],
    ['fail', 'pass', true, dkim, 'fail'],
    ['permerror', 'pass', true, dkim, 'fail'],
    ['temperror', 'pass', true, dkim, 'unproven'],
    ['none', 'pass', true, [], 'proven'],
    ['none', 'pass', false, [], 'unproven'],
    ['none', 'softfail', true, [], 'unproven'],
    ['none', 'none', false, dkim, 'proven'],
    ['none', 'none', false, [{ domain: 'x', result: 'pass', aligned: false }], 'unproven'],
    ['none', 'none', false, [{ domain: 'x', result: 'partial', aligned: true }], 'unproven'],
  ];
  for (const [dmarc, spf, spfAligned, signatures, wanted] of rows)
    expect(verdictOf({ dmarc, spf, spfAligned, dkim: signatures })).toBe(wanted);
});

describe('lookups', () => {
  test('asked once a mail, bounded in number and in time', async () => {
    let asked = 0;
    const lookup = boundedLookup(async (name) => [[`${name} ${++asked}`]], { most: 2, each: 1000 });
    expect(await lookup('A.example', 'TXT')).toEqual(await lookup('a.example', 'TXT'));
    await lookup('b.example', 'TXT');
    await expect(lookup('c.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(asked).toBe(2);
    await expect(
      boundedLookup(() => new Promise(() => undefined), { most: 9, each: 20 })('x.example', 'A'),
    ).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  test('a zone in memory answers as a resolver does', async () => {
    const lookup = zoneLookup(
      new Map<string, ZoneEntry>([
        ['a.example', { CNAME: ['b.example'] }],
        ['b.example', { A: ['192.0.2.1'] }],
        ['t.example', 'TIMEOUT'],
      ]),
    );
    expect(await lookup('A.example.', 'A')).toEqual(['192.0.2.1']);
    await expect(lookup('b.example', 'TXT')).rejects.toEqual(dnsError('ENODATA', 'b.example'));
    await expect(lookup('c.example', 'A')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(lookup('t.example', 'A')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });
});
