/**
 * The keyring's file: made at the first start, readable by its owner alone, outside the database and part of every backup.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { newId } from '../base/id.ts';
import type { Keyring } from '../base/token.ts';
import { Trouble } from '../base/trouble.ts';
import { syncFolder } from './blobs.ts';

const fileSchema = z.object({
  current: z.number().int().min(1).max(255),
  keys: z.record(z.string().regex(/^\d{1,3}$/), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** Reads the keyring, or makes it when there is no such file yet. */
export async function openKeyring(path: string): Promise<Keyring> {
  if (!existsSync(path)) await makeIfMissing(path);
  const text = await readFile(path, 'utf8');
  const parsed = fileSchema.safeParse(readJson(text));
  if (!parsed.success || !(String(parsed.data.current) in parsed.data.keys)) {
    throw new Trouble(
      'broken-keys',
      `${path} is not a keyring. Restore it from a backup: without it no link or reply address that was sent will work.`,
      { permanent: true },
    );
  }
  const keys = new Map(Object.entries(parsed.data.keys).map(([id, hex]) => [Number(id), Buffer.from(hex, 'hex')]));
  return { current: parsed.data.current, keys };
}

/** Whole or not there: a second process that starts in the same moment takes the first one's, and never a half of it. */
async function makeIfMissing(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const made = { current: 1, keys: { 1: randomBytes(32).toString('hex') } };
  const draft = `${path}.${newId()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    await file.writeFile(`${JSON.stringify(made, null, 2)}\n`);
    await file.sync();
    await file.close();
    // `link` fails where a file of that name is; a rename would replace it.
    await link(draft, path);
    await syncFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
