/** Other users of the same machine. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openBlobs } from '../../src/store/blobs.ts';

test('the folder of mails and files opens for nobody else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-neighbours-'));
  await openBlobs(join(folder, 'deep', 'blobs'));
  expect(statSync(join(folder, 'deep', 'blobs')).mode & 0o077).toBe(0);
  rmSync(folder, { recursive: true });
});
