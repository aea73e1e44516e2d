/** Whether a letter in the name of another domain will be believed: our key in its DNS, and what it asks for without one. */
import { expect, test } from 'vitest';
import { zoneLookup } from '../../src/mail/proof-resolver.ts';
import { checkSender, recordFor } from '../../src/mail/sender-check.ts';

const DKIM = { domain: 'mail.acme.example', selector: 'p', publicKey: 'MIIBKEY' };
const KEY = ['p._domainkey.bureau.example', { TXT: [['v=DKIM1; k=rsa; p=MIIB', 'KEY']] }] as const;
const dmarc = (name: string, policy: string) => [`_dmarc.${name}`, { TXT: [[`v=DMARC1; ${policy}`]] }] as const;
type Records = ReadonlyArray<readonly [string, 'TIMEOUT' | { readonly TXT: readonly (readonly string[])[] }]>;

test.each<[what: string, records: Records, domain: string, alignment: string]>([
  ['our key is there', [KEY, dmarc('bureau.example', 'p=reject')], 'bureau.example', 'aligned'],
  ['no key, nothing is asked', [], 'bureau.example', 'unsigned'],
  ['no key, it only watches', [dmarc('bureau.example', 'p=none; sp=reject')], 'bureau.example', 'unsigned'],
  ['no key, to be refused', [dmarc('bureau.example', 'p=reject')], 'bureau.example', 'refused'],
  ['no key, to be put aside', [dmarc('bureau.example', 'P = Quarantine')], 'bureau.example', 'refused'],
  [
    'another’s key',
    [['p._domainkey.bureau.example', { TXT: [['p=OTHER']] }], dmarc('bureau.example', 'p=reject')],
    'bureau.example',
    'refused',
  ],
  ['below a domain that refuses', [dmarc('bureau.example', 'p=reject')], 'post.bureau.example', 'refused'],
  [
    'below one that refuses for itself alone',
    [dmarc('bureau.example', 'p=reject; sp=none')],
    'post.bureau.example',
    'unsigned',
  ],
  ['DNS does not answer for the key', [['p._domainkey.bureau.example', 'TIMEOUT']], 'bureau.example', 'unknown'],
  ['DNS does not answer for the policy', [['_dmarc.bureau.example', 'TIMEOUT']], 'bureau.example', 'unknown'],
  ['a domain of the same organisation', [dmarc('acme.example', 'p=reject')], 'acme.example', 'aligned'],
  ['a name that is not ASCII', [dmarc('xn--bro-hoa.example', 'p=reject')], 'büro.example', 'refused'],
])('%s', async (_, records, domain, alignment) => {
  expect((await checkSender(zoneLookup(new Map(records)), domain, DKIM)).alignment).toBe(alignment);
});

test('without a key of ours the relay signs, and DNS is not asked', async () => {
  const never = () => Promise.reject(new Error('asked'));
  for (const dkim of [null, { ...DKIM, publicKey: null }])
    expect(await checkSender(never, 'bureau.example', dkim)).toEqual({ alignment: 'relay', record: null });
});

test('the record that the domain needs is ours under its name', () => {
  expect(recordFor('bureau.example', DKIM)).toEqual({
    kind: 'dkim',
    name: 'p._domainkey.bureau.example',
    type: 'TXT',
    value: 'v=DKIM1; k=rsa; p=MIIBKEY',
  });
  expect(recordFor('acme.example', DKIM)).toBe(null);
});
