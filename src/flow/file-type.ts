/** The type under which a file is kept: what its sender said, unless that is a picture and the bytes are none. */
import { open } from 'node:fs/promises';
import { HEAD, isPictureType, kindOf } from '../mail/picture.ts';
import type { Gateway } from './gateway.ts';

/** The bytes are in the blobs already. */
export async function keptType(gw: Gateway, said: string, sha256: string): Promise<string> {
  if (!isPictureType(said)) return said;
  const file = await open(gw.blobs.pathOf(sha256));
  try {
    const head = Buffer.alloc(HEAD);
    await file.read(head, 0, HEAD, 0);
    return kindOf(head) === said ? said : 'application/octet-stream';
  } finally {
    await file.close();
  }
}
