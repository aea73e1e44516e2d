/**
 * Bytes that the database keeps and a dump of it must not tell: AES-256-GCM (NIST SP 800-38D) under a key made from the keyring,
 * which lives outside the database. Layout: key id (1) · nonce (12) · tag (16) · ciphertext.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Keyring } from '../base/token.ts';

const NONCE = 12;
const TAG = 16;
const HEAD = 1 + NONCE + TAG;

export function seal(keyring: Keyring, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(keyring, keyring.current), nonce);
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.of(keyring.current), nonce, cipher.getAuthTag(), body]);
}

/** Throws when the key is gone or the bytes were changed. */
export function unseal(keyring: Keyring, sealed: Uint8Array): Buffer {
  const all = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(keyring, all[0] ?? 0), all.subarray(1, 1 + NONCE));
  decipher.setAuthTag(all.subarray(1 + NONCE, HEAD));
  return Buffer.concat([decipher.update(all.subarray(HEAD)), decipher.final()]);
}

function sealingKey(keyring: Keyring, id: number): Buffer {
  const key = keyring.keys.get(id);
  if (!key) throw new Error(`The keyring has no key ${id}: it was lost, or the data is of another installation`);
  return createHmac('sha256', key).update('postern/seal').digest();
}
