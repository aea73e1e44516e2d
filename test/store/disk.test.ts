/** What stands beside the database: blobs, and the keyring's file. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/base/id.ts';
import { letterToken, readLetterToken } from '../../src/base/token.ts';
import { openBlobs, sweepFolder } from '../../src/store/blobs.ts';
import { openKeyring } from '../../src/store/keys.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'postern-disk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const bytes = Buffer.from('Three tiers\r\n\0\xff', 'latin1');
const name = createHash('sha256').update(bytes).digest('hex');
const files = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => f.name);

test('bytes come back as they were, under the name of what they are', async () => {
  const blobs = await openBlobs(root);
  const blob = await blobs.put(Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]));
  expect(blob).toEqual({ sha256: name, size: bytes.length });
  expect(await buffer(blobs.open(name))).toEqual(bytes);
  expect(await blobs.has(name)).toBe(true);
  expect(existsSync(join(root, name.slice(0, 2), name))).toBe(true);
});

test('the same bytes are kept once', async () => {
  const blobs = await openBlobs(root);
  await Promise.all([1, 2, 3].map(() => blobs.put(Readable.from([bytes]))));
  expect(files()).toEqual([name]);
  // Written a moment ago: a row for it may be on its way.
  await blobs.remove(name, Date.now() - 60_000);
  expect(await blobs.has(name)).toBe(true);
  await blobs.remove(name, Date.now() + 60_000);
  await blobs.remove(name, Date.now() + 60_000);
  expect([await blobs.has(name), files()]).toEqual([false, []]);
});

test('a blob that is gone is an error for its reader and for nobody else', async () => {
  const blobs = await openBlobs(root);
  blobs.open('f'.repeat(64));
  await expect(buffer(blobs.open('f'.repeat(64)))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('too large leaves nothing; the limit itself is not too large', async () => {
  const blobs = await openBlobs(root);
  const refused = blobs.put(Readable.from([bytes, bytes]), bytes.length);
  await expect(refused).rejects.toMatchObject({ name: 'Trouble', code: 'too-large', permanent: true });
  expect(files()).toEqual([]);
  expect(await blobs.put(Readable.from([bytes]), bytes.length)).toMatchObject({ size: bytes.length });
});

test('a stream that breaks leaves nothing', async () => {
  const blobs = await openBlobs(root);
  const broken = Readable.from(
    (async function* () {
      yield bytes;
      throw new Error('the client went away');
    })(),
  );
  await expect(blobs.put(broken)).rejects.toThrow('the client went away');
  expect(files()).toEqual([]);
});

test('a complete file is taken over', async () => {
  const blobs = await openBlobs(root);
  const path = join(blobs.spillDir, 'part');
  writeFileSync(path, bytes);
  await blobs.adopt(path, name);
  expect([existsSync(path), await buffer(blobs.open(name))]).toEqual([false, bytes]);
});

test('what a dead process left on its way in is swept when it is old', async () => {
  const blobs = await openBlobs(root);
  const [old, fresh] = [join(blobs.spillDir, 'old'), join(blobs.arriveDir, 'fresh')];
  for (const path of [old, fresh]) writeFileSync(path, 'x');
  utimesSync(old, 1000, 1000);
  expect(await sweepFolder(blobs.spillDir, Date.now() - 60_000)).toBe(1);
  expect(await sweepFolder(blobs.arriveDir, Date.now() - 60_000)).toBe(0);
  expect(await sweepFolder(join(root, 'nowhere'), Date.now())).toBe(0);
  expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
});

test('the keyring is made at the first start, for its owner alone, and is the same ever after', async () => {
  const path = join(root, 'deep', 'er', 'keys');
  const first = await openKeyring(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(first.keys.get(first.current)).toHaveLength(32);
  expect(await openKeyring(path)).toEqual(first);
  expect(readdirSync(join(root, 'deep', 'er'))).toEqual(['keys']);
});

test('processes that start together have one keyring', async () => {
  const path = join(root, 'keys');
  const rings = await Promise.all(Array.from({ length: 20 }, () => openKeyring(path)));
  for (const ring of rings) expect(ring).toEqual(rings[0]);
  expect(files()).toEqual(['keys']);
});

test('two installations have different keys', async () => {
  const [one, other] = [await openKeyring(join(root, 'a')), await openKeyring(join(root, 'b'))];
  const letter = newId<'letter'>();
  expect(readLetterToken(one, 'reply', letterToken(one, 'reply', letter))).toBe(letter);
  expect(readLetterToken(other, 'reply', letterToken(one, 'reply', letter))).toBeNull();
});

test('an old key goes on verifying after a rotation', async () => {
  const path = join(root, 'keys');
  const before = await openKeyring(path);
  const letter = newId<'letter'>();
  const token = letterToken(before, 'reply', letter);
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ current: 2, keys: { ...kept.keys, 2: 'ab'.repeat(32) } }));
  const after = await openKeyring(path);
  expect(readLetterToken(after, 'reply', token)).toBe(letter);
  expect(readLetterToken(before, 'reply', letterToken(after, 'reply', letter))).toBeNull();
});

test.each([
  ['empty', ''],
  ['no JSON', 'secret'],
  ['no keys', '{"current":1,"keys":{}}'],
  ['the current key is missing', `{"current":2,"keys":{"1":"${'ab'.repeat(32)}"}}`],
  ['a short key', '{"current":1,"keys":{"1":"abcd"}}'],
  ['an id that fits no token', `{"current":256,"keys":{"256":"${'ab'.repeat(32)}"}}`],
])('a broken keyring is refused and never replaced: %s', async (_, text) => {
  const path = join(root, 'keys');
  writeFileSync(path, text);
  chmodSync(path, 0o600);
  await expect(openKeyring(path)).rejects.toMatchObject({ name: 'Trouble', code: 'broken-keys', permanent: true });
  expect(readFileSync(path, 'utf8')).toBe(text);
});
