/** The records that a domain needs, as the first steps tell them, and what is said of those that are there. */
import { expect, it, test } from 'vitest';
import { checkDns, type DnsWanted, dnsRecords, zoneLine } from '../../src/mail/dns-check.ts';
import { type ZoneEntry, zoneLookup } from '../../src/mail/proof-resolver.ts';

const wanted: DnsWanted = { mailDomain: 'acme.example', relay: null, host: 'mx.acme.example', dkim: null };
const lines = (more: Partial<DnsWanted> = {}) => dnsRecords({ ...wanted, ...more }).map(zoneLine);
const spf = (relay: string | null) => lines({ relay })[1];

it('names where mail comes in, who may send, and what becomes of the rest', () => {
  expect(lines()).toEqual([
    'acme.example.  MX  10 mx.acme.example.',
    'acme.example.  TXT  "v=spf1 mx -all"',
    '_dmarc.acme.example.  TXT  "v=DMARC1; p=none; rua=mailto:postmaster@acme.example"',
  ]);
});

it('lets the relay send, by its name or its address', () => {
  expect(spf('smtp.relay.example:587')).toBe('acme.example.  TXT  "v=spf1 include:smtp.relay.example -all"');
  expect(spf('192.0.2.7:25')).toBe('acme.example.  TXT  "v=spf1 ip4:192.0.2.7 -all"');
  expect(spf('2001:db8::7:25')).toBe('acme.example.  TXT  "v=spf1 ip6:2001:db8::7 -all"');
  expect(spf('localhost:25')).toBe('acme.example.  TXT  "v=spf1 mx -all"');
});

it('has the key of our own signature, and none that cannot be read', () => {
  const signed = (publicKey: string | null) =>
    lines({ dkim: { domain: 'acme.example', selector: 'postern', publicKey } }).join('\n');
  expect(signed('MIIB')).toContain('postern._domainkey.acme.example.  TXT  "v=DKIM1; k=rsa; p=MIIB"');
  expect(signed(null)).not.toContain('_domainkey');
});

const DKIM = 'postern._domainkey.acme.example';
const GOOD: Record<string, ZoneEntry> = {
  'acme.example': {
    MX: [{ priority: 5, exchange: 'MX.Acme.example.' }],
    TXT: ['google-site=1', ['v=spf1 mx', ' ~all']],
  },
  '_dmarc.acme.example': { TXT: [['v=DMARC1; p=reject']] },
  [DKIM]: { TXT: [['v=DKIM1; k=rsa; p=MII', 'B']] },
};

async function verdicts(change: Record<string, ZoneEntry>): Promise<string> {
  const dkim = { domain: 'acme.example', selector: 'postern', publicKey: 'MIIB' };
  const lookup = zoneLookup(new Map(Object.entries({ ...GOOD, ...change })));
  const found = await checkDns(lookup, { ...wanted, dkim });
  return found.map(({ kind, verdict }) => `${kind} ${verdict}`).join(', ');
}

test.each([
  ['all of them', {}, 'mx right, spf right, dkim right, dmarc right'],
  [
    'none',
    { 'acme.example': {}, '_dmarc.acme.example': {}, [DKIM]: {} },
    'mx missing, spf missing, dkim missing, dmarc missing',
  ],
  [
    'another server',
    {
      'acme.example': {
        MX: [{ priority: 1, exchange: 'mail.other.example' }],
        TXT: [['v=spf1 include:other.example -all']],
      },
    },
    'mx other, spf other, dkim right, dmarc right',
  ],
  [
    'two of SPF',
    {
      'acme.example': {
        MX: [{ priority: 1, exchange: 'mx.acme.example' }],
        TXT: [['v=spf1 mx -all'], ['v=spf1 -all']],
      },
    },
    'mx right, spf other, dkim right, dmarc right',
  ],
  ['another key', { [DKIM]: { TXT: [['v=DKIM1; p=QQQQ']] } }, 'mx right, spf right, dkim other, dmarc right'],
  ['no answer', { '_dmarc.acme.example': 'TIMEOUT' as const }, 'mx right, spf right, dkim right, dmarc unknown'],
])('with %s', async (_name, change, expected) => {
  expect(await verdicts(change as Record<string, ZoneEntry>)).toBe(expected);
});
