/** What is downloaded or attached comes without our secrets, and is else what it was to the byte. */
import { expect, test } from 'vitest';
import type { Names } from '../../src/flow/gateway.ts';
import { withoutSecrets } from '../../src/flow/raw-secrets.ts';

const NAMES: Names = {
  publicUrl: 'https://office.acme.example',
  mailDomain: 'mail.acme.example',
  replyPrefix: 'reply',
  bouncePrefix: 'bounce',
};

test.each([
  ['bullets that somebody wrote', 'Hello\n• one\n• two •••\n'],
  ['latin1', Buffer.from('gr\u00fc\u00dfe \u00b7\n', 'latin1')],
  ['signs without width', 'a\u200bb\u2060c\n'],
  ['UTF-16', Buffer.from('\ufeffHello • one\n', 'utf16le')],
])('%s stay', (_name, text) => {
  const raw = Buffer.from(text as string);
  expect(withoutSecrets(raw, NAMES).equals(raw)).toBe(true);
});
