/**
 * The story of one mail, station by station (house rule 1): unreadable → parked; machine → noted; who; which task; what they
 * wrote; files; comment; tell. What it does and its last word in the ledger are one transaction.
 */
import { createHash } from 'node:crypto';
import type { InboxId } from '../base/id.ts';
import { SECOND } from '../base/time.ts';
import { Trouble, toError } from '../base/trouble.ts';
import type { SentLetter } from '../mail/reply.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { fillLetter } from '../notify/fill.ts';
import type { Letter } from '../notify/letter.ts';
import type { Sql } from '../store/database.ts';
import {
  type Finish,
  finishMail,
  type InboxMail,
  LeaseLost,
  MAX_ATTEMPTS,
  postponeMail,
  releaseEffect,
  takeEffect,
} from '../store/inbox.ts';
import { letterById } from '../store/outbox.ts';
import type { Gateway } from './gateway.ts';
import { noteMachine } from './machines.ts';
import { accountOf, letterInEnvelope, type Place, placeMail } from './place.ts';
import type { Reading } from './read-mail.ts';
import type { Reader } from './reading.ts';
import { speak } from './speak.ts';
import { dropSpilled, type KeptFile, keepAttachments, unarmed, wordsOf } from './words.ts';

/** What happened, before it is written into the ledger. */
export type Outcome = Omit<Finish, 'account' | 'messageId' | 'fromAddress' | 'fromName' | 'subject' | 'trace'> & {
  readonly trace?: Readonly<Record<string, unknown>>;
};

export interface Station {
  readonly gw: Gateway;
  readonly tx: Sql;
  readonly mail: InboxMail;
  readonly reading: Reading;
  readonly place: Place;
  readonly words: { text: string; html: string };
  readonly files: readonly KeptFile[];
}

/** Takes one claimed mail to its final state, or back to the queue when the trouble is ours. */
export async function receive(gw: Gateway, reader: Reader, mail: InboxMail): Promise<void> {
  try {
    if (mail.attempts > MAX_ATTEMPTS)
      return await park(gw, mail, 'tried-too-often', `It could not be processed in ${MAX_ATTEMPTS} attempts`);
    const reading = await read(gw, reader, mail);
    await settle(gw, reader, mail, reading);
  } catch (thrown) {
    await stumble(gw, mail, thrown);
  }
  gw.wake.outbox();
}

async function settle(gw: Gateway, reader: Reader, mail: InboxMail, first: Reading): Promise<void> {
  const place = await placeMail(gw, gw.db.read, mail, first);
  if (!place) {
    await gw.db.write((tx) =>
      finish(gw, tx, mail, first, null, ignored('no-account', 'No account has the domain it was sent to')),
    );
    return dropSpilled(first.message.attachments);
  }
  const reading = await alignWithLetter(gw, reader, mail, first, place);
  const { words, overflow } = await wordsOf(gw, reading.reply);
  const files = [...(await keepAttachments(gw, reading.message.attachments)), ...(overflow ? [overflow] : [])];
  await gw.db.write(async (tx) => {
    const station: Station = { gw, tx, mail, reading, place, words, files };
    await finish(gw, tx, mail, reading, place, await decideOn(station));
  });
}

async function decideOn(at: Station): Promise<Outcome> {
  const key = effectKey(at);
  const before = await takeEffect(at.tx, at.place.account.id, key, at.mail.id);
  if (before) return duplicateOf(before);
  const outcome = (await noteMachine(at)) ?? (await speak(at));
  return outcome.state === 'delivered' ? outcome : withoutEffect(at, key, outcome);
}

/** What did nothing stands in nobody's way: a forged copy that came first must not make the real mail its duplicate. */
async function withoutEffect(at: Station, key: string, outcome: Outcome): Promise<Outcome> {
  const account = at.place.account.id;
  await releaseEffect(at.tx, account, key, at.mail.id);
  if (outcome.state !== 'held') return outcome;
  // The queue shows it once, however often the same copy comes.
  const waiting = await takeEffect(at.tx, account, hash([key, outcome.outcome]), at.mail.id);
  return waiting ? duplicateOf(waiting) : outcome;
}

const duplicateOf = (first: InboxId): Outcome => ({
  state: 'duplicate',
  outcome: 'duplicate',
  reason: 'The same mail was processed before',
  duplicateOf: first,
});

async function read(gw: Gateway, reader: Reader, mail: InboxMail): Promise<Reading> {
  if (!mail.raw && !(await gw.blobs.has(mail.sha256)))
    throw new Trouble('bytes-gone', 'Its bytes are not there any more', { permanent: true });
  const id = letterInEnvelope(gw, mail);
  const sent = id ? await letterById(gw.db.read, id) : null;
  const reading = await reader.read({
    raw: mail.raw,
    path: mail.raw ? null : gw.blobs.pathOf(mail.sha256),
    rcpts: mail.to,
    mailFrom: mail.from,
    ip: mail.ip,
    helo: mail.helo,
    shape: gw.names,
    sent: sent ? asMailed(gw, sent.letter) : null,
    spillDir: gw.blobs.spillDir,
    dnsServers: gw.dnsServers,
    authservId: mail.authservId,
  });
  return unarmed(gw, reading);
}

/** Only the inside of the mail told which letter it answers: read the reply once more, beside what we sent. */
async function alignWithLetter(
  gw: Gateway,
  reader: Reader,
  mail: InboxMail,
  reading: Reading,
  place: Place,
): Promise<Reading> {
  if (!place.letter || letterInEnvelope(gw, mail) === place.letter.id) return reading;
  const { text, html, textFromHtml } = reading.message;
  return { ...reading, reply: await reader.readReply({ text, html, textFromHtml, sent: asMailed(gw, place.letter) }) };
}

/** The words as they left: the answer quotes our links too. Which generation of the link it was makes no difference to a quote. */
function asMailed(gw: Gateway, letter: Letter): SentLetter {
  const { text, html } = fillLetter(letter, { keyring: gw.keyring, ...gw.names, linkGeneration: 1 });
  return { text, html };
}

/**
 * What makes a mail the same mail: where it was going, who sent it, its Message-ID and its body. The headers of the way differ
 * from one delivery to the next and are left out; without a Message-ID the whole is compared.
 */
function effectKey({ place, reading, mail }: Station): string {
  const { message } = reading;
  const scope =
    place.task ??
    mail.to
      .map((r) => r.toLowerCase())
      .sort()
      .join();
  const body = message.messageId ? `${message.text}\0${message.attachments.map((a) => a.sha256).join()}` : mail.sha256;
  return hash([scope, message.from[0]?.address ?? '', message.messageId ?? '', body]);
}

const hash = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');

const ignored = (outcome: string, reason: string): Outcome => ({ state: 'ignored', outcome, reason });

async function finish(
  gw: Gateway,
  tx: Sql,
  mail: InboxMail,
  reading: Reading,
  place: Place | null,
  outcome: Outcome,
): Promise<void> {
  const { message, proof } = reading;
  const trace = {
    kind: reading.kind,
    tie: place?.by ?? null,
    proof: { verdict: proof.verdict, spf: proof.spf, dkim: proof.dkim, dmarc: proof.dmarc, notes: proof.notes },
    reply: {
      method: reading.reply.method,
      confidence: reading.reply.confidence,
      removed: reading.reply.removed.length,
    },
    repairs: message.notes,
    took: reading.took,
    ...outcome.trace,
  };
  const known = {
    account: place?.account.id ?? null,
    messageId: message.messageId && removeSecrets(message.messageId, gw.names),
    // A letter of ours that comes back may have its reply address there.
    fromAddress: removeSecrets(message.from[0]?.address ?? '', gw.names),
    fromName: message.from[0]?.name ?? '',
    subject: removeSecrets(message.subject, gw.names),
  };
  await finishMail(
    tx,
    mail,
    { ...outcome, ...known, letter: outcome.letter ?? place?.letter?.id ?? null, trace },
    gw.clock(),
  );
}

/** A full disk or an absent database says nothing about the mail: it waits a moment, and the attempt is not counted. */
const OUR_TROUBLE: ReadonlySet<string> = new Set(['disk-full', 'disk-failed', 'database-busy', 'database-away']);
const MOMENT = 3 * SECOND;

/** Permanent trouble is the mail's own; after the rest it waits longer with each attempt. */
async function stumble(gw: Gateway, mail: InboxMail, thrown: unknown): Promise<void> {
  const error = toError(thrown);
  if (error instanceof LeaseLost) return gw.log.warn({ inbox: mail.id }, 'A mail took longer than its lease');
  if (error instanceof Trouble && error.permanent) return park(gw, mail, error.code, error.message);
  const ours = error instanceof Trouble && OUR_TROUBLE.has(error.code);
  if (!ours && mail.attempts >= MAX_ATTEMPTS) return park(gw, mail, 'failed', error.message);
  gw.log.error(
    { inbox: mail.id, attempt: mail.attempts, stack: error.stack },
    'A mail could not be processed; it will be tried again',
  );
  const wait = ours ? MOMENT : mail.attempts * mail.attempts * 15 * SECOND;
  await gw.db
    .write((tx) => postponeMail(tx, mail, gw.clock() + wait, ours))
    .catch(() => {
      // The lease brings it back by itself.
    });
}

async function park(gw: Gateway, mail: InboxMail, code: string, reason: string): Promise<void> {
  gw.log.warn({ inbox: mail.id, code, reason }, 'A mail was parked');
  const account = (await accountOf(gw, gw.db.read, mail))?.id ?? null;
  await gw.db.write((tx) => finishMail(tx, mail, { state: 'parked', account, outcome: code, reason }, gw.clock()));
}
