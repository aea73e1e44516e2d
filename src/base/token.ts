/**
 * Tokens are derived, never stored: base32(key id · subject · HMAC-SHA-256 cut to 128 bits). Decisions "Tokens and carriers".
 *
 * The purpose is part of what is signed, so a reply token never opens a dashboard and a dashboard token never posts a reply.
 * Keys live outside the database (see store/keys.ts) and rotate: old key ids go on verifying.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fromBase32, toBase32 } from './base32.ts';
import { type ContactId, type Id, idFromBytes, idToBytes, type LetterId } from './id.ts';

/** What a token is good for. `reply`, `bounce`, `message`, `mark`, `question`, `mute`, `sender` and `open` name a letter, `dashboard` and `activation` a person. */
export type Purpose =
  | 'reply'
  | 'bounce'
  | 'message'
  | 'mark'
  | 'dashboard'
  | 'activation'
  | 'question'
  | 'mute'
  | 'sender'
  | 'open';

export interface Keyring {
  /** The key that signs; its id is 1…255. */
  readonly current: number;
  /** Every key that may verify, by id; 32 bytes each. */
  readonly keys: ReadonlyMap<number, Buffer>;
}

const ID_BYTES = 16;
const MAC_BYTES = 16;
/** Length of a letter's token in characters: 1 + 16 + 16 bytes in base32. With `reply+` it fits a local part (RFC 5321 §4.5.3.1.1: 64). */
export const LETTER_TOKEN_LENGTH = 53;

export function letterToken(keyring: Keyring, purpose: Purpose, letter: LetterId): string {
  return sign(keyring, purpose, idToBytes(letter));
}

/** The letter that this token names, or null when the token was not made by us for this purpose. */
export function readLetterToken(keyring: Keyring, purpose: Purpose, token: string): LetterId | null {
  const subject = verify(keyring, purpose, token, ID_BYTES);
  return subject && idFromBytes<'letter'>(subject);
}

/** On each letter of ours once, with a mark of its account; as a field's name is compared, in lower case (RFC 5322 §1.2.2). */
export const HOP_HEADER = 'x-postern-hop';

/** By this an account's own letters are known when they come back, and nobody else's: for every key that ever signed one. */
export function hopMarks(keyring: Keyring, account: Id<string>): string[] {
  const current = hopMark(keyring.keys.get(keyring.current)!, account);
  return [
    current,
    ...[...keyring.keys.values()].map((key) => hopMark(key, account)).filter((mark) => mark !== current),
  ];
}

/** Without letters and digits that are taken for one another; 30 of them. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const CODE_LENGTH = 6;

/** What a person reads in this letter and types into a page: good only for minutes, and for a few tries (about 29 bits). */
export const confirmationCode = (keyring: Keyring, letter: LetterId): string =>
  codeOf(keyring.keys.get(keyring.current)!, letter);

/** Typed in any case, with spaces or dashes; the letter may have been sent before the keys were changed. */
export function isConfirmationCode(keyring: Keyring, letter: LetterId, typed: string): boolean {
  const code = Buffer.from(typed.toUpperCase().replace(/[\s-]/g, '').padEnd(CODE_LENGTH).slice(0, 20));
  return [...keyring.keys.values()].some((key) => {
    const right = Buffer.from(codeOf(key, letter));
    return right.length === code.length && timingSafeEqual(right, code);
  });
}

function codeOf(key: Buffer, letter: LetterId): string {
  let number = createHmac('sha256', key).update(`postern/code\0${letter}`).digest().readUIntBE(0, 6);
  let code = '';
  for (let n = 0; n < CODE_LENGTH; n += 1) {
    code += CODE_ALPHABET[number % CODE_ALPHABET.length];
    number = Math.floor(number / CODE_ALPHABET.length);
  }
  return code;
}

const hopMark = (key: Buffer, account: Id<string>): string =>
  toBase32(createHmac('sha256', key).update(`postern/hop\0${account}`).digest().subarray(0, 10));

/** A token for a person and a generation: raising the generation ends every earlier token. */
export function personToken(keyring: Keyring, purpose: Purpose, person: Id<string>, generation: number): string {
  const subject = Buffer.alloc(ID_BYTES + 2);
  idToBytes(person).copy(subject);
  subject.writeUInt16BE(generation & 0xffff, ID_BYTES);
  return sign(keyring, purpose, subject);
}

export function readPersonToken(
  keyring: Keyring,
  purpose: Purpose,
  token: string,
): { person: ContactId; generation: number } | null {
  const subject = verify(keyring, purpose, token, ID_BYTES + 2);
  return (
    subject && {
      person: idFromBytes<'contact'>(subject.subarray(0, ID_BYTES)),
      generation: subject.readUInt16BE(ID_BYTES),
    }
  );
}

function sign(keyring: Keyring, purpose: Purpose, subject: Buffer): string {
  const key = keyring.keys.get(keyring.current);
  if (!key) throw new Error(`The keyring has no key ${keyring.current}`);
  const head = Buffer.concat([Buffer.of(keyring.current), subject]);
  return toBase32(Buffer.concat([head, mac(key, purpose, head)]));
}

function verify(keyring: Keyring, purpose: Purpose, token: string, subjectBytes: number): Buffer | null {
  const bytes = fromBase32(token);
  const expected = 1 + subjectBytes + MAC_BYTES;
  if (!bytes || bytes.length !== expected) return null;
  // Base32 has spare bits at the end: only the canonical spelling is ours.
  if (toBase32(bytes) !== token.toLowerCase()) return null;
  const key = keyring.keys.get(bytes[0]!);
  if (!key) return null;
  const head = bytes.subarray(0, 1 + subjectBytes);
  const given = bytes.subarray(1 + subjectBytes);
  return timingSafeEqual(mac(key, purpose, head), given) ? head.subarray(1) : null;
}

const mac = (key: Buffer, purpose: Purpose, head: Buffer): Buffer =>
  createHmac('sha256', key).update(`postern/${purpose}\0`).update(head).digest().subarray(0, MAC_BYTES);
