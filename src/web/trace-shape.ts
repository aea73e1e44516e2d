/** The decision trace of a mail (flow/trace.ts) as it stands in the ledger and in the API: read from JSON, checked, never trusted. */
import { z } from '@hono/zod-openapi';
import type { Clue, ClueKind, ClueRefused, Trace } from '../flow/trace.ts';
import type { MailKind } from '../mail/kind.ts';
import type { RemovedKind } from '../mail/reply.ts';
import type { From, Proof, Tie } from '../people/identify.ts';

/** Every name of a closed list: one too few or too many does not compile. */
const names = <T extends string>(all: Record<T, true>) => Object.keys(all) as [T, ...T[]];

export const CLUE_KINDS = names<ClueKind>({
  'reply-address': true,
  'bounce-address': true,
  'task-address': true,
  'message-id': true,
  mark: true,
  'dashboard-link': true,
  'own-thread': true,
  'ticket-number': true,
  'search-mark': true,
  subject: true,
  sender: true,
});
export const CLUE_PLACES = names<Clue['where']>({
  envelope: true,
  header: true,
  references: true,
  body: true,
  subject: true,
  from: true,
});
export const CLUE_RESULTS = names<Clue['result']>({ used: true, agrees: true, outvoted: true, refused: true });
export const CLUE_REFUSED = names<ClueRefused>({
  forged: true,
  'letter-gone': true,
  'other-account': true,
  'no-such-task': true,
  'no-such-title': true,
  'not-in-task': true,
  'switched-off': true,
  'no-answer-prefix': true,
});
export const MAIL_KINDS = names<MailKind>({
  person: true,
  'auto-reply': true,
  bounce: true,
  complaint: true,
  list: true,
  own: true,
});
export const PROOFS = names<Proof>({ proven: true, unproven: true, fail: true });
export const TIES = names<Tie>({ 'own-token': true, 'task-address': true, weak: true });
export const FROMS = names<From>({ 'this-person': true, known: true, unknown: true });
export const REMOVED_KINDS = names<RemovedKind>({ quote: true, signature: true, forward: true, footer: true });

const clueSchema = z
  .object({
    clue: z.enum(CLUE_KINDS),
    where: z.enum(CLUE_PLACES),
    result: z.enum(CLUE_RESULTS).openapi({
      description: 'agrees: names the task that a stronger clue named; outvoted: names another',
    }),
    why: z.enum(CLUE_REFUSED).nullable().openapi({ description: 'Why it was refused' }),
    task: z.int().nullable().openapi({ description: 'The number of the task that it names' }),
  })
  .openapi('InboundClue');

export const traceSchema = z
  .object({
    kind: z.enum(MAIL_KINDS),
    clues: z.array(clueSchema).openapi({ description: 'What could say where it belongs, in the order it was tried' }),
    proof: z
      .object({
        verdict: z.enum(PROOFS),
        spf: z.string(),
        dkim: z.array(z.object({ domain: z.string(), result: z.string(), aligned: z.boolean() })),
        dmarc: z.string(),
        arc: z.string(),
        notes: z.array(z.string()),
      })
      .openapi({ description: 'How sure it is that the mailbox in From sent it' }),
    identity: z
      .object({
        tie: z.enum(TIES),
        from: z.enum(FROMS),
        verdict: z.string(),
        override: z.string().nullable().openapi({ description: 'What a person decided about it: accept or trust' }),
      })
      .nullable()
      .openapi({ description: 'The row of the ladder of identity that decided; null when nobody was asked for' }),
    reply: z
      .object({
        method: z.string(),
        confidence: z.number(),
        removed: z.array(z.object({ kind: z.enum(REMOVED_KINDS), characters: z.int() })),
      })
      .openapi({ description: 'How the person’s own words were found, and what was taken out' }),
    subjectChanged: z.boolean(),
    repairs: z.array(z.string()),
    took: z.record(z.string(), z.number()).openapi({ description: 'Milliseconds for each stage' }),
  })
  .openapi('InboundTrace');

/** Null: it has none (not read yet, unreadable), or it is not of this form. */
export const readTrace = (stored: unknown): Trace | null => traceSchema.safeParse(stored).data ?? null;
