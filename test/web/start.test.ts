/** The records that a domain needs, as the first steps tell them. */
import { expect, it } from 'vitest';
import { dnsRecords } from '../../src/web/pages/admin/start.tsx';

const setup = {
  relay: null,
  capture: 'data/sent',
  host: 'mx.acme.example',
  dkim: null,
  mailDomain: 'acme.example',
  publicUrl: 'https://office.acme.example',
};
const spf = (relay: string | null) => dnsRecords('acme.example', { ...setup, relay })[1];

it('names where mail comes in, who may send, and what becomes of the rest', () => {
  expect(dnsRecords('acme.example', setup)).toEqual([
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
    dnsRecords('acme.example', { ...setup, dkim: { domain: 'acme.example', selector: 'postern', publicKey } }).join(
      '\n',
    );
  expect(signed('MIIB')).toContain('postern._domainkey.acme.example.  TXT  "v=DKIM1; k=rsa; p=MIIB"');
  expect(signed(null)).not.toContain('_domainkey');
});
