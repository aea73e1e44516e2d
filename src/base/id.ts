/**
 * Identifiers: UUIDv7 (RFC 9562 §5.7), unique over all kinds, ordered by time.
 * They name rows; they are never secrets (the time in them is readable).
 */
import { randomBytes } from 'node:crypto';

declare const kind: unique symbol;
/** A UUID of one kind of thing. A `Id<'task'>` cannot be given where a `Id<'contact'>` is asked. */
export type Id<K extends string> = string & { readonly [kind]: K };

export type AccountId = Id<'account'>;
export type EmployeeId = Id<'employee'>;
export type ContactId = Id<'contact'>;
export type PersonId = EmployeeId | ContactId;
export type ProjectId = Id<'project'>;
export type TaskId = Id<'task'>;
export type CommentId = Id<'comment'>;
export type FileId = Id<'file'>;
export type LetterId = Id<'letter'>;
export type InboxId = Id<'inbox'>;
export type WebhookId = Id<'webhook'>;
export type TemplateId = Id<'template'>;
export type SenderId = Id<'sender'>;
export type TemplateVersionId = Id<'template-version'>;

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let lastMs = 0;
let sequence = 0;

/** A new id. `now` is milliseconds since the epoch. Ids made in one process never go backwards (RFC 9562 §6.2, method 1). */
export function newId<K extends string>(now: number = Date.now()): Id<K> {
  if (now > lastMs) {
    lastMs = now;
    sequence = randomBytes(2).readUInt16BE(0) & 0x7ff;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return idFromBytes(bytes);
}

/** Text that came from outside → an id, or null when it does not have the shape of one. */
export function parseId<K extends string>(text: unknown): Id<K> | null {
  return typeof text === 'string' && SHAPE.test(text) ? (text as Id<K>) : null;
}

/** The time in an id, milliseconds since the epoch (RFC 9562 §5.7). */
export const instantOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** The 16 bytes of an id, for tokens. */
export function idToBytes(id: Id<string>): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function idFromBytes<K extends string>(bytes: Uint8Array): Id<K> {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<K>;
}
