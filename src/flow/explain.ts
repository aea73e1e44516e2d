/**
 * What would become of this mail? The same code as for a real one, rehearsed in a transaction that is rolled back, with blobs that
 * keep nothing: so the answer cannot differ from what would happen.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { newId } from '../base/id.ts';
import type { Blobs } from '../store/blobs.ts';
import type { FinalState, InboxMail } from '../store/inbox.ts';
import { taskNumbers } from '../store/tasks.ts';
import type { Gateway } from './gateway.ts';
import type { Reader } from './reading.ts';
import { decideOn, type Outcome, type Prepared, prepare, read } from './receive.ts';
import { type Trace, traceOf } from './trace.ts';

export interface Explaining {
  readonly raw: Uint8Array;
  /** The envelope; '' is the null sender. */
  readonly from: string;
  readonly to: readonly string[];
  readonly ip: string;
  readonly helo: string;
}

export interface Explained {
  /** Its name; null: no account has a domain that it was sent to. */
  readonly account: string | null;
  readonly state: FinalState;
  readonly outcome: string;
  readonly reason: string;
  /** The number of the task, when it is one that exists. */
  readonly task: number | null;
  readonly trace: Trace;
}

export async function explainMail(live: Gateway, reader: Reader, asked: Explaining): Promise<Explained> {
  const gw: Gateway = { ...live, blobs: keepingNothing(live.blobs), wake: { inbox() {}, outbox() {} } };
  const mail = asMail(gw, asked);
  const reading = await read(gw, reader, mail);
  const prepared = await prepare(gw, reader, mail, reading);
  if (!prepared) {
    const reason = 'No account has the domain it was sent to';
    const trace = traceOf(reading, [], null, false);
    return { account: null, state: 'ignored', outcome: 'no-account', reason, task: null, trace };
  }
  const { account } = prepared.place;
  const { identity = null, subjectChanged = false, whenHeld: _, ...outcome } = await rehearse(gw, prepared);
  const numbers = await taskNumbers(gw.db.read, account.id, outcome.task ? [outcome.task] : []);
  return {
    account: account.name,
    state: outcome.state,
    outcome: outcome.outcome,
    reason: outcome.reason,
    task: numbers.get(outcome.task ?? '') ?? null,
    trace: traceOf(prepared.reading, prepared.place.clues, identity, subjectChanged),
  };
}

/** What ends the transaction in any case. */
class Rehearsed extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super('A rehearsal is taken back');
    this.outcome = outcome;
  }
}

async function rehearse(gw: Gateway, prepared: Prepared): Promise<Outcome> {
  try {
    return await gw.db.write(async (tx): Promise<never> => {
      throw new Rehearsed(await decideOn({ ...prepared, tx }));
    });
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return thrown.outcome;
    throw thrown;
  }
}

function asMail(gw: Gateway, { raw, from, to, ip, helo }: Explaining): InboxMail {
  const now = gw.clock();
  return {
    id: newId<'inbox'>(now),
    from,
    to,
    raw: Buffer.from(raw),
    size: raw.length,
    sha256: createHash('sha256').update(raw).digest('hex'),
    ip,
    helo,
    tls: false,
    protocol: 'pipe',
    authservId: null,
    receivedAt: now,
    attempts: 1,
    override: null,
    decidedBy: null,
  };
}

/** Names and sizes as they would be, and no file: what was spilled is removed. */
const keepingNothing = (blobs: Blobs): Blobs => ({
  ...blobs,
  async put(content) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      size += Buffer.byteLength(chunk);
    }
    return { sha256: hash.digest('hex'), size };
  },
  adopt: (path) => rm(path, { force: true }),
});
