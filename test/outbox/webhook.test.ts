/** Which addresses a webhook may not reach (threat T18). */
import { expect, test } from 'vitest';
import { callWebhook, isPrivate } from '../../src/outbox/webhook.ts';

const call = (url: string) =>
  callWebhook({ url, id: 'x', body: '{}', secret: Buffer.from('s'), now: 0, allowPrivate: false });

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
])('%s is private', (address) => expect(isPrivate(address)).toBe(true));

test.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '193.0.0.1'])('%s is not', (address) =>
  expect(isPrivate(address)).toBe(false),
);

test.each([
  'http://127.0.0.1:1/',
  'http://localhost:1/',
  'http://[::1]:1/',
  'http://[::ffff:127.0.0.1]:1/',
  'http://2130706433:1/',
  'http://0x7f.1:1/',
])('%s is not called', async (url) => {
  expect(await call(url)).toEqual({ status: null, text: 'The address lies in a private network' });
});
