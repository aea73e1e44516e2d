/** A comment as JSON, made from a CommentView and from the letters that tell of it. */
import { z } from '@hono/zod-openapi';
import { maskAddress } from '../../base/address.ts';
import type { TaskId } from '../../base/id.ts';
import type { Names } from '../../flow/gateway.ts';
import { removeSecrets } from '../../mail/secrets.ts';
import { nextTryFor, stateFor, wordsFor } from '../../store/came-back.ts';
import type { LetterLine } from '../../store/letter-lines.ts';
import { isHeld, LETTER_STATES } from '../../store/outbox.ts';
import { isNote } from '../../tasks/task.ts';
import type { CommentView } from '../../tasks/visibility.ts';
import { id, iso, isoOrNull, time } from './fields.ts';
import { fileJson, fileSchema } from './task-shape.ts';

const deliverySchema = z
  .strictObject({
    recipient: id().nullable().openapi({ description: 'Null: a letter that several people share' }),
    address: z
      .string()
      .nullable()
      .openapi({ description: 'Masked; null: they have none', example: 'a…@client.example' }),
    state: z.enum([...LETTER_STATES, 'deferred']).openapi({
      description: 'deferred: tried, and will be tried again, by us or by a server on the way',
    }),
    at: time,
    nextAttemptAt: time.nullable().openapi({ description: 'When we try again; null: we do not, or not yet' }),
    waitsUntil: time.nullable().openapi({
      description: 'It waits, and `reason` says for what: `bundle` or `quiet-hours`; null: it does not',
    }),
    readAt: time.nullable().openapi({ description: 'When it was first opened, as far as its picture tells' }),
    reason: z.string().nullable(),
    diagnostic: z.string().nullable().openapi({ description: 'The other server’s own words' }),
  })
  .openapi('Delivery');

export const commentSchema = z
  .strictObject({
    id: id<'comment'>(),
    task: id<'task'>(),
    number: z.int().openapi({ description: 'Counts from 1 within the task' }),
    author: id(),
    text: z.string(),
    html: z.string(),
    notified: z.array(id()),
    hidden: z.boolean(),
    audience: z.array(id()),
    files: z.array(fileSchema),
    source: z.enum(['web', 'mail', 'dashboard', 'api', 'link']),
    automatic: z.boolean().openapi({ description: 'A program wrote it by itself: an out-of-office answer' }),
    proof: z
      .enum(['session', 'key', 'link', 'mail-proven', 'token-only', 'unproven'])
      .openapi({ description: 'How sure we are that the author is who they seem' }),
    removed: z
      .array(z.strictObject({ kind: z.enum(['quote', 'signature', 'forward', 'footer']), text: z.string() }))
      .openapi({
        description: 'What a mail had besides the person’s own words',
      }),
    repairs: z
      .array(z.string())
      .openapi({ description: 'What was put right while the mail was read', example: ['charset guessed: koi8-r'] }),
    from: z.string().nullable().openapi({
      description: 'The sending address that its letters came from, for the team; null: the writer’s own',
    }),
    deliveries: z.array(deliverySchema),
    createdAt: time,
    editedAt: time.nullable(),
  })
  .openapi('Comment');

export function commentJson(
  task: TaskId,
  c: CommentView,
  letters: readonly LetterLine[],
  names: Names,
): z.input<typeof commentSchema> {
  const people = (list: CommentView['notified']) => list.map((p) => p.id);
  return {
    id: c.id,
    task,
    number: c.number,
    author: c.author.id,
    text: c.text,
    html: c.html,
    notified: people(c.notified),
    hidden: c.hidden,
    audience: people(c.audience),
    files: c.files.map(fileJson),
    source: c.source,
    automatic: isNote(c),
    proof: c.proof,
    removed: (c.origin?.removed ?? []).map(({ kind, text }) => ({ kind, text })),
    repairs: [...(c.origin?.notes ?? [])],
    from: c.sentFrom,
    deliveries: letters.filter((l) => l.comment === c.id).flatMap((l) => deliveriesOf(l, names)),
    createdAt: iso(c.createdAt),
    editedAt: isoOrNull(c.editedAt),
  };
}

/** One for each address; one without, where the recipient has none and the letter was not to be sent. */
function deliveriesOf(line: LetterLine, names: Names): z.input<typeof deliverySchema>[] {
  const addresses = line.recipients.length > 0 ? line.recipients.map((r) => r.address) : [null];
  return addresses.map((address) => {
    const state = stateFor(line, address);
    const words = wordsFor(line, address);
    return {
      recipient: line.recipient,
      address: address && maskAddress(address),
      state,
      at: iso(line.sentAt ?? line.createdAt),
      nextAttemptAt: isoOrNull(nextTryFor(line, address)),
      waitsUntil: line.state === 'queued' && isHeld(line.reason) ? isoOrNull(line.dueAt) : null,
      readAt: isoOrNull(line.readAt),
      reason: state === 'sent' ? null : line.reason,
      diagnostic: state === 'sent' || words === null ? null : removeSecrets(words, names),
    };
  });
}
