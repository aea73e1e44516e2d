/**
 * The desk behind the door: what is asked at MAIL, RCPT and DATA, and what the client is told. Nothing is decided here
 * about a mail but whether it can be kept as it is.
 */
import { statfs } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { Trouble, toError } from '../base/trouble.ts';
import { within } from './deadline.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { ListenerOptions, ListenerStats } from './listener.ts';
import { disabledCommands, protocol } from './protocol.ts';
import { type Content, isDiskFull, pump } from './pump.ts';
import { makeRelays } from './relays.ts';
import { asError, REPLIES, type Reply } from './replies.ts';
import { Server } from './server.ts';
import type { Session } from './session.ts';

export interface Arrival {
  /** Envelope sender; '' for the null sender <>. */
  from: string;
  /** Envelope recipients as they were given, each accepted by `recipient`. */
  to: string[];
  /** The mail, or null when it is in `path`. */
  raw: Buffer | null;
  /** A complete, synced file in `spillDir`. From `{ok: true}` on it belongs to the door; refused, it is removed. */
  path: string | null;
  size: number;
  /** Of the stored bytes, hex. */
  sha256: string;
  /** The client's address, as a trusted relay tells it or as the socket has it. */
  ip: string;
  helo: string;
  tls: boolean;
  protocol: 'smtp' | 'lmtp';
  receivedAt: number;
  sessionId: string;
  /** The trusted relay that handed the mail in writes Authentication-Results under this name; else null. */
  authservId: string | null;
}

export type Accepted = { ok: true; id: string } | ({ ok: false } & Reply);

export interface FrontDoor {
  recipient(address: string): Promise<{ ok: true } | ({ ok: false } & Reply)>;
  /** Resolves only when raw bytes and the inbox row are durable. */
  accept(arrival: Arrival): Promise<Accepted>;
}

export interface Desk {
  server: Server;
  counts: Omit<ListenerStats, 'sessions'>;
}

export function makeDesk(options: ListenerOptions): Desk {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const counts = { accepted: 0, acceptedBytes: 0, refused: 0, abandoned: 0, refusedRecipients: 0, cut: 0 };
  const relayOf = makeRelays(options.trustedRelays);
  const hasRoom = diskWatch(options.spillDir, limits.diskFloorBytes);

  const server = new Server(protocol(options, limits), {
    limits,
    relayOf,
    watch: {
      ended(reply, ip) {
        counts.cut += 1;
        options.log.info({ ip, code: reply.code }, `smtp session ended: ${reply.text}`);
      },
      refusedRecipient() {
        counts.refusedRecipients += 1;
      },
    },
  });
  // The one thing that smtp-server tells its log only: an exception inside a command.
  server.logger.error = (data: unknown) => options.log.debug({ cause: causeOf(data) }, 'smtp-server reports an error');

  server.onConnect = (session, done) => {
    if (server.sessionOf(session).relay) session.disabledCommands = disabledCommands(options, true);
    done();
  };
  server.onMailFrom = (_from, _session, done) => {
    hasRoom().then((room) => done(room ? null : asError(REPLIES.diskFull)));
  };
  server.onRcptTo = (to, session, done) => {
    const speaker = server.sessionOf(session);
    within(limits.handlerSeconds, () => options.door.recipient(to.address)).then(
      (answer) => {
        if (answer.ok) {
          done();
          return;
        }
        speaker.answerRefused(answer, () => done(asError(answer)));
      },
      (error) => {
        options.log.error({ err: toError(error).message }, 'a recipient could not be checked');
        done(asError(REPLIES.notChecked));
      },
    );
  };
  server.onData = (stream, session, done) => {
    const speaker = server.sessionOf(session);
    speaker.beginData(stream);
    const answered = take(stream, session, speaker).catch((bug: unknown): Accepted => {
      options.log.error({ stack: toError(bug).stack }, 'a bug in the front door');
      return { ok: false, ...REPLIES.failed };
    });
    void answered.then((answer) => {
      if (answer === null) counts.abandoned += 1;
      else if (answer.ok) counts.accepted += 1;
      else counts.refused += 1;
      if (answer?.ok) done(null, `2.6.0 Accepted as ${answer.id}`);
      else done(asError(answer ?? REPLIES.failed));
      speaker.beginCommands();
      if (server._closeTimeout) speaker.cut(REPLIES.goingDown);
    });
  };

  /** One mail from its first byte to the answer; null when the client left. */
  async function take(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    speaker: Session,
  ): Promise<Accepted | null> {
    const pumped = await pump(stream, {
      maxSize: options.maxSize,
      spillDir: options.spillDir,
      endless: () => speaker.cut(REPLIES.tooBig),
    });
    speaker.beginHandling();
    if (pumped.kind === 'gone') return null;
    if (pumped.kind === 'whole') return accept(pumped.content, session, speaker);
    const level = pumped.cause === undefined ? 'info' : 'error';
    options.log[level]({ session: session.id, cause: reason(pumped.cause) }, `mail refused: ${pumped.reply.text}`);
    return { ok: false, ...pumped.reply };
  }

  async function accept(content: Content, session: SMTPServerSession, speaker: Session): Promise<Accepted> {
    const answer = (async () => options.door.accept(arrivalOf(content, session, speaker, options)))();
    // What becomes of the file follows from the door's answer, even when that comes too late for the client. After an
    // exception the row may exist all the same, so the file stays; the store removes files that no row names.
    answer.then(
      (given) => (given.ok ? null : content.discard()),
      (error) => (isDiskFull(error) ? content.discard() : null),
    );
    try {
      const given = await within(limits.handlerSeconds, () => answer);
      if (given.ok) counts.acceptedBytes += content.size;
      return given;
    } catch (error) {
      options.log.error({ session: session.id, cause: reason(error) }, 'a mail could not be kept');
      return { ok: false, ...replyTo(error) };
    }
  }

  return { server, counts };
}

function replyTo(error: unknown): Reply {
  if (isDiskFull(error)) return REPLIES.diskFull;
  return error instanceof Trouble && error.code === 'slow' ? REPLIES.handlerSlow : REPLIES.failed;
}

const causeOf = (data: unknown): string | undefined =>
  typeof data === 'object' && data !== null && 'err' in data ? reason(data.err) : undefined;

const reason = (cause: unknown): string | undefined => (cause === undefined ? undefined : toError(cause).message);

function arrivalOf(content: Content, session: SMTPServerSession, speaker: Session, options: ListenerOptions): Arrival {
  return {
    raw: content.raw,
    path: content.path,
    size: content.size,
    sha256: content.sha256,
    from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
    to: session.envelope.rcptTo.map((each) => each.address),
    ip: session.remoteAddress,
    helo: session.hostNameAppearsAs || '',
    tls: session.secure,
    protocol: options.lmtp ? 'lmtp' : 'smtp',
    receivedAt: options.clock(),
    sessionId: session.id,
    authservId: speaker.relay?.authservId ?? null,
  };
}

/** Is there more than the floor left? Asked of the disk once a second at most; a disk that cannot say is taken as fine. */
function diskWatch(dir: string, floor: number): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY;
  let room = Promise.resolve(true);
  return () => {
    const now = performance.now();
    if (floor > 0 && now - asked > 1000) {
      asked = now;
      room = statfs(dir).then(
        (disk) => disk.bavail * disk.bsize >= floor,
        () => true,
      );
    }
    return room;
  };
}
