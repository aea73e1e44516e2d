/**
 * SPF records that are none by their own grammar prove nobody (RFC 7208 §4.6), also when the error stands behind what matched.
 * Asked through the whole proof: one domain without a policy, one with.
 */
import { expect, test } from 'vitest';
import { proveSender } from '../../src/mail/proof.ts';
import { type ZoneEntry, zoneLookup } from '../../src/mail/proof-resolver.ts';

async function prove(domain: string, ...records: string[]) {
  const zone = new Map<string, ZoneEntry>([
    [domain, { TXT: records.map((record) => [record]) }],
    ['good.example', { TXT: [['v=spf1 ip4:192.0.2.10 -all']] }],
    ['odd.example', { TXT: [['v=spf1 ip4:192.0.2.10 ip4:198.51.100/24 -all']] }],
    ['mx.client.example', { A: ['192.0.2.10'] }],
    ['_dmarc.policy.example', { TXT: [['v=DMARC1; p=reject']] }],
  ]);
  return proveSender({
    raw: Buffer.from(`From: anna@${domain}\r\n\r\nHello\r\n`),
    message: { from: [{ name: '', address: `anna@${domain}` }], repeated: [], headers: new Map() },
    ip: '192.0.2.10',
    helo: 'mx.client.example',
    mailFrom: `anna@${domain}`,
    resolver: zoneLookup(zone),
  });
}

test.each([
  'v=spf1 ip4:192.0.2.10 -all',
  'V=SPF1 IP4:192.0.2.10 -ALL',
  'v=spf1  ip4:192.0.2.10/32  ~all ',
  'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ip6:::1 ip6:1:2:3:4:5:6:7:8 ip6:::ffff:192.0.2.1 ?all',
  'v=spf1 a:mx.client.example mx mx/24 a//64 a:client.example/24//64 ptr ptr:client.example -all',
  'v=spf1 ip4:192.0.2.10 exists:%{i}._spf.%{d2} -all exp=%{ir}.why.example.com',
  'v=spf1 ip4:192.0.2.10 unknown=%{s}-whatever%%%_%- x.y_z-1=1 -all',
  'v=spf1 include:good.example redirect=good.example',
])('sound: %s', async (record) => {
  expect(await prove('client.example', record)).toMatchObject({ spf: 'pass', verdict: 'proven' });
});

test.each([
  ' v=spf1 ip4:192.0.2.10 -all',
  'v=spf1 ip4:192.0.2.10 exp=a.example exp=b.example',
  'v=spf1 ip4:192.0.2.10 redirect=a.example redirect=b.example',
  'v=spf1 ip4:192.0.2.10 ip4:198.51.100/24',
  'v=spf1 ip4:192.0.2.10 ip4:198.51.100.1/33',
  'v=spf1 ip4:192.0.2.10 ip4:198.51.100.1/08',
  'v=spf1 ip4:192.0.2.10 ip6:1:2:3',
  'v=spf1 ip4:192.0.2.10 ip6:1::2::3',
  'v=spf1 ip4:192.0.2.10 ip6:2001:db8::/129',
  'v=spf1 ip4:192.0.2.10 all:client.example',
  'v=spf1 ip4:192.0.2.10 include: -all',
  'v=spf1 ip4:192.0.2.10 include -all',
  'v=spf1 ip4:192.0.2.10 a: -all',
  'v=spf1 ip4:192.0.2.10 a:client.example/33 -all',
  'v=spf1 ip4:192.0.2.10 a:1.2.3 -all',
  'v=spf1 ip4:192.0.2.10 exists:%{z}.client.example -all',
  'v=spf1 ip4:192.0.2.10 exists:%{c}.client.example -all',
  'v=spf1 ip4:192.0.2.10 exists:100%.client.example -all',
  'v=spf1 ip4:192.0.2.10 exp=%{i0}.client.example',
  'v=spf1 ip4:192.0.2.10 -redirect=client.example',
  'v=spf1 ip4:192.0.2.10 include:ip4:192.0.2.11 -all',
  'v=spf1 ip4:192.0.2.10 whatever -all',
  'v=spf1 ip4:192.0.2.10 =value -all',
  'v=spf1 include:odd.example -all',
  'v=spf1 redirect=odd.example',
])('no record: %s', async (record) => {
  expect((await prove('client.example', record)).verdict).toBe('unproven');
  // Where a policy wants proof, this is none.
  expect(await prove('policy.example', record)).toMatchObject({ verdict: 'fail', dmarc: 'fail' });
});

test('a policy is still met by a sound record, and two records are none', async () => {
  expect(await prove('policy.example', 'v=spf1 ip4:192.0.2.10 -all')).toMatchObject({
    verdict: 'proven',
    dmarc: 'pass',
  });
  expect((await prove('policy.example', 'v=spf1 ip4:192.0.2.10 -all', 'v=spf1 -all')).verdict).toBe('fail');
});
