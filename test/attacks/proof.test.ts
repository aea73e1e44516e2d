/** A forger who owns a name server and as many headers as he likes, against a domain that asks for proof. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseMail } from '../../src/mail/parse.ts';
import { type ProofInput, proveSender } from '../../src/mail/proof.ts';
import { type Lookup, type ZoneEntry, zoneLookup } from '../../src/mail/proof-resolver.ts';

const zone = zoneLookup(
  new Map<string, ZoneEntry>([
    ['_dmarc.strict.example', { TXT: [['v=DMARC1; p=reject']] }],
    ['strict.example', { TXT: [['v=spf1 -all']] }],
    ['evil.example', { TXT: [['v=spf1 ip4:192.0.2.66 -all']] }],
  ]),
);
/** Two seconds for every name of the forger's. */
const slow: Lookup = async (name, type) => {
  if (name.endsWith('evil.example')) await new Promise((done) => setTimeout(done, 2000).unref());
  return zone(name, type);
};

const BODY = 'Please pay to the new account.\r\n';
const BODY_HASH = createHash('sha256').update(BODY).digest('base64');

const signatures = (count: number): string =>
  Array.from(
    { length: count },
    (_, n) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.example; s=k${n}; h=from:to:subject; bh=${BODY_HASH}; b=${'A'.repeat(344)}\r\n`,
  ).join('');

async function forge(from: string, headers = '', more: Partial<ProofInput> = {}) {
  const raw = Buffer.from(
    `${headers}From: ${from}\r\nTo: a@b.example\r\nSubject: hi\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\n\r\n${BODY}`,
  );
  const message = await parseMail(raw);
  const envelope = { ip: '192.0.2.66', helo: 'mx.evil.example', mailFrom: 'x@evil.example' };
  return proveSender({ raw, message, ...envelope, resolver: zone, ...more });
}

const ANNA = 'Anna <anna@strict.example>';

describe('a forged From of a domain with a policy fails', () => {
  test.each([0, 1, 50, 100, 1000])('behind %i signatures, each with a key to be looked up', async (count) => {
    expect(await forge(ANNA, signatures(count))).toMatchObject({ verdict: 'fail', dmarc: 'fail' });
  });

  test('when the forger’s name server eats up the time', async () => {
    expect(await forge(ANNA, signatures(5), { resolver: slow, cap: 300 })).toMatchObject({ verdict: 'fail' });
    expect(await forge(ANNA, '', { resolver: slow, cap: 300 })).toMatchObject({ verdict: 'fail' });
  });

  test('a slow name server of a domain without a policy proves nothing either way', async () => {
    const proof = await forge('Eve <eve@evil.example>', '', { resolver: slow, cap: 300 });
    expect(proof.verdict).toBe('unproven');
  });
});

test('a From that two readers take for two people is neither’s', async () => {
  const proof = await forge('Anna <anna@strict.example\0.evil.example>');
  expect(proof).toMatchObject({ verdict: 'fail', dmarc: 'permerror' });
  expect(proof.notes).toContain('Its From can be read in two ways');
});

test.each(['Анна <anna@почта.example>', 'Anna <anna@xn--80a1acny.example>', 'Anna <Anna@Plain.Example.>'])(
  'a domain in another spelling is the same domain: %s',
  async (from) => {
    expect(await forge(from)).toMatchObject({ verdict: 'unproven', dmarc: 'none' });
  },
);
