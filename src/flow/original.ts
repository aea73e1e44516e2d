/**
 * The mail that a comment or a task came from, as it came but for our own secrets (decisions "Dashboard link"): for those of the
 * team who see the words that were made of it, and for whoever wrote it. A view holds the origin for these alone.
 */
import type { CommentId } from '../base/id.ts';
import { parseMail } from '../mail/parse.ts';
import type { TaskView } from '../tasks/visibility.ts';
import type { Gateway } from './gateway.ts';
import { bytesOf } from './manage-raw.ts';
import { withoutSecrets } from './raw-secrets.ts';

/** `html` is not cleaned: whoever shows it does that (mail/sanitize-frame.ts), and shows it in a sandbox only. */
export interface Original {
  readonly raw: Buffer;
  readonly html: string | null;
}

/** A larger mail is shown as text alone. */
const HTML_OF = 2 * 1024 * 1024;

/** `comment` null: of the mail that made the task. Null: no mail did, or its bytes are not kept any more. */
export async function originalOf(gw: Gateway, view: TaskView, comment: CommentId | null): Promise<Original | null> {
  const origin = comment === null ? view.origin : view.comments.find((c) => c.id === comment)?.origin;
  const bytes = origin && (await bytesOf(gw, origin.inbox));
  if (!bytes) return null;
  const raw = withoutSecrets(bytes, gw.names);
  const message = raw.length > HTML_OF ? null : await parseMail(raw, { maxText: HTML_OF }).catch(() => null);
  return { raw, html: message?.html ?? null };
}
