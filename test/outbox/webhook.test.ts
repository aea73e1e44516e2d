/** Which addresses a webhook may not reach (threat T18). */
import { expect, test } from 'vitest';
import { callWebhook, isPrivate, publicOnly } from '../../src/outbox/webhook.ts';

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
  '64:ff9b:1::a00:1',
  '::127.0.0.1',
  '2002:7f00:1::1',
  '2001:0:7f00:1::1',
  'fec0::1',
  '3fff::1',
  'ff02::1',
])('%s is private', (address) => expect(isPrivate(address)).toBe(true));

test.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '193.0.0.1', '2001:4860:4860::8888', '2a00:1450::1'])(
  '%s is not',
  (address) => expect(isPrivate(address)).toBe(false),
);

test.each([
  'http://127.0.0.1:1/',
  'http://localhost:1/',
  'http://[::1]:1/',
  'http://[::ffff:127.0.0.1]:1/',
  'http://2130706433:1/',
  'http://0x7f.1:1/',
  'http://017700000001:1/',
  'http://127.1:1/',
  'http://①②⑦.0.0.1:1/',
  'http://[::127.0.0.1]:1/',
  'http://[64:ff9b::7f00:1]:1/',
])('%s is not called', async (url) => {
  expect(await call(url)).toEqual({ status: null, text: 'The address lies in a private network' });
});

/** What a name came to: the addresses that may be connected to, or the trouble. */
const looked = (addresses: { address: string; family: number }[], all = true): Promise<unknown> =>
  new Promise((resolve) => {
    publicOnly((_name, _options, done) => done(null, addresses))('hooks.example', { all }, (error, address, family) =>
      resolve(error ? error.message : all ? address : [address, family]),
    );
  });

test('a name is refused when one of its addresses is private; else just those that were looked at are handed on', async () => {
  const [open, inside] = [
    { address: '1.1.1.1', family: 4 },
    { address: '10.0.0.7', family: 4 },
  ];
  expect(await looked([open, { address: '2606:4700::1111', family: 6 }])).toEqual([
    open,
    { address: '2606:4700::1111', family: 6 },
  ]);
  expect(await looked([open], false)).toEqual(['1.1.1.1', 4]);
  for (const all of [true, false])
    for (const found of [[inside], [open, inside], [{ address: '::ffff:10.0.0.7', family: 6 }], []])
      expect(await looked(found, all)).toBe('The address lies in a private network');
});

test('a name is asked once for each call: what it says a moment later is nothing to it', async () => {
  let asked = 0;
  const rebinding = publicOnly((_name, _options, done) => {
    asked += 1;
    done(null, [{ address: asked === 1 ? '1.1.1.1' : '127.0.0.1', family: 4 }]);
  });
  const connected = await new Promise((resolve) =>
    rebinding('rebinds.example', { all: false }, (_error, address) => resolve(address)),
  );
  expect([connected, asked]).toEqual(['1.1.1.1', 1]);
});
