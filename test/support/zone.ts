/**
 * Whose mail can be proven in stories. One key signs for every domain that has a record here.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { Records } from './dns.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const SELECTOR = 'story';
export const SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

const dkim = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

/** A domain that signs and says by DMARC that nobody else may use its name. */
const strict = (domain: string): [string, Records][] => [
  [domain, { MX: [{ priority: 10, exchange: `mx.${domain}` }], TXT: ['v=spf1 ip4:192.0.2.10 -all'] }],
  [`_dmarc.${domain}`, { TXT: ['v=DMARC1; p=reject'] }],
  [`${SELECTOR}._domainkey.${domain}`, { TXT: [dkim] }],
];

/** `silent.example` exists and says nothing: its mail is neither proven nor wrong. */
export const standardZone = (): Map<string, Records> =>
  new Map<string, Records>([
    ...strict('acme.example'),
    ...strict('client.example'),
    ...strict('other.example'),
    ['silent.example', { A: ['192.0.2.99'] }],
  ]);

export const signs = (domain: string, zone: ReadonlyMap<string, Records>): boolean =>
  zone.has(`${SELECTOR}._domainkey.${domain}`);
