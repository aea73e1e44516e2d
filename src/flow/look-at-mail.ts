/**
 * A mail that came in, for the eyes of those who look after the account: its words, its header, its files; nothing in it loads, runs
 * or opens a conversation.
 */
import type { InboxId } from '../base/id.ts';
import { cleanWithoutSecrets } from '../mail/clean-secrets.ts';
import { parseMail } from '../mail/parse.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { ledgerLine } from '../store/ledger.ts';
import type { Actor, Gateway } from './gateway.ts';
import { mayManage } from './manage.ts';
import { ownsUnread } from './manage-mail.ts';
import { bytesOf } from './manage-raw.ts';

export interface Look {
  readonly text: string;
  /** Clean and small, or null when it had none. Links lead on, pictures are left out. */
  readonly html: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly files: readonly { readonly name: string; readonly type: string; readonly size: number }[];
}

/** A larger mail is read by the workers only; whoever wants to see it takes its bytes. */
const LOOK_INTO = 1024 * 1024;
const TEXT_MAX = 64 * 1024;
const HEADER_LINES = 300;

/** Null: it is not theirs to see, its bytes are gone, or they cannot be read. */
export async function lookAtMail(gw: Gateway, actor: Actor, id: string): Promise<Look | null> {
  if (!mayManage(actor)) return null;
  const line = await ledgerLine(gw.db.read, actor.account.id, id, await ownsUnread(gw));
  if (!line || line.size > LOOK_INTO) return null;
  const raw = await bytesOf(gw, line.id as InboxId);
  const message = raw && (await parseMail(raw, { maxText: TEXT_MAX }).catch(() => null));
  if (!message) return null;
  const clean = (text: string): string => removeSecrets(text, gw.names);
  return {
    text: clean(message.text),
    html: message.html === null ? null : cleanWithoutSecrets(message.html.slice(0, TEXT_MAX), gw.names),
    headers: [...message.headers]
      .flatMap(([name, values]) => values.map((value) => [name, clean(value)] as const))
      .slice(0, HEADER_LINES),
    files: message.attachments.map(({ name, type, size }) => ({ name: clean(name), type, size })),
  };
}
