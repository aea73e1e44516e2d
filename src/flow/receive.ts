/**
 * The story of one mail, station by station (house rule 1): unreadable → parked; machine → noted; who; which task; what they
 * wrote; files; comment; tell. What it does and its last word in the ledger are one transaction.
 */
import { SECOND } from '../base/time.ts';
import { Trouble, toError } from '../base/trouble.ts';
import type { SentLetter } from '../mail/reply.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { fillLetter } from '../notify/fill.ts';
import type { Letter } from '../notify/letter.ts';
import type { Sql } from '../store/database.ts';
import { type Finish, finishMail, type InboxMail, LeaseLost, MAX_ATTEMPTS, postponeMail } from '../store/inbox.ts';
import { letterById } from '../store/letter-lines.ts';
import { accountOf, letterInEnvelope } from './addressed.ts';
import { once } from './effects.ts';
import type { Gateway } from './gateway.ts';
import { unlessLooping } from './loops.ts';
import { noteMachine } from './machines.ts';
import { type Place, placeMail } from './place.ts';
import type { Reading } from './read-mail.ts';
import type { Reader } from './reading.ts';
import { speak } from './speak.ts';
import { splitMail } from './split.ts';
import { type Trace, traceOf } from './trace.ts';
import { dropSpilled, type KeptFile, keepAttachments, unarmed, wordsOf } from './words.ts';

/** What happened, before it is written into the ledger. */
export type Outcome = Omit<Finish, 'account' | 'messageId' | 'fromAddress' | 'fromName' | 'subject' | 'trace'> &
  Partial<Pick<Trace, 'identity' | 'subjectChanged'>> & {
    /** To be done when it is really held: the same copy may be waiting already. */
    readonly whenHeld?: () => Promise<void>;
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

/** A mail that was read and placed: everything but what it does. */
export type Prepared = Omit<Station, 'tx'>;

/** Takes one claimed mail to its final state, or back to the queue when the trouble is ours. */
export async function receive(gw: Gateway, reader: Reader, mail: InboxMail): Promise<void> {
  try {
    if (mail.attempts > MAX_ATTEMPTS)
      return await park(gw, mail, 'tried-too-often', `It could not be processed in ${MAX_ATTEMPTS} attempts`);
    await settle(gw, reader, await splitMail(gw, mail));
  } catch (thrown) {
    await stumble(gw, mail, thrown);
  }
  gw.wake.outbox();
}

async function settle(gw: Gateway, reader: Reader, mail: InboxMail): Promise<void> {
  const reading = await read(gw, reader, mail);
  const prepared = await prepare(gw, reader, mail, reading);
  if (!prepared) {
    await gw.db.write((tx) =>
      finish(gw, tx, mail, reading, null, ignored('no-account', 'No account has the domain it was sent to')),
    );
    return dropSpilled(reading.message.attachments);
  }
  await gw.db.write(async (tx) => {
    await finish(gw, tx, mail, prepared.reading, prepared.place, await decideOn({ ...prepared, tx }));
  });
}

/** Null: no account is meant. */
export async function prepare(gw: Gateway, reader: Reader, mail: InboxMail, first: Reading): Promise<Prepared | null> {
  const place = await placeMail(gw, gw.db.read, mail, first);
  if (!place) return null;
  const reading = await alignWithLetter(gw, reader, mail, first, place);
  const { words, overflow } = await wordsOf(gw, reading.reply);
  const files = [...(await keepAttachments(gw, reading.message.attachments)), ...(overflow ? [overflow] : [])];
  return { gw, mail, reading, place, words, files };
}

/** Everything that a mail does, inside a transaction that also writes its last word. */
export const decideOn = (at: Station): Promise<Outcome> =>
  once(at, async () => (await noteMachine(at)) ?? (await unlessLooping(at, speak)));

export async function read(gw: Gateway, reader: Reader, mail: InboxMail): Promise<Reading> {
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

const ignored = (outcome: string, reason: string): Outcome => ({ state: 'ignored', outcome, reason });

async function finish(
  gw: Gateway,
  tx: Sql,
  mail: InboxMail,
  reading: Reading,
  place: Place | null,
  { identity = null, subjectChanged = false, whenHeld: _, ...outcome }: Outcome,
): Promise<void> {
  const { message } = reading;
  const known = {
    account: place?.account.id ?? null,
    messageId: message.messageId && removeSecrets(message.messageId, gw.names),
    // A letter of ours that comes back may have its reply address there.
    fromAddress: removeSecrets(message.from[0]?.address ?? '', gw.names),
    fromName: message.from[0]?.name ?? '',
    subject: removeSecrets(message.subject, gw.names),
  };
  const trace = traceOf(reading, place?.clues ?? [], identity, subjectChanged);
  const letter = outcome.letter ?? place?.letter?.id ?? null;
  await finishMail(tx, mail, { ...outcome, ...known, letter, trace }, gw.clock());
}

/** A full disk or an absent database says nothing about the mail: it waits a moment, and the attempt is not counted. */
const OUR_TROUBLE: ReadonlySet<string> = new Set([
  'disk-full',
  'disk-failed',
  'database-busy',
  'database-away',
  'scanner-away',
]);
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
