/**
 * Connections to one mail server, kept and shared: nodemailer's pool, given ready bytes. What it does on the way to a message (plugins, a
 * composer, one more stream) is left out: the bytes are made already.
 */
import { Readable } from 'node:stream';
import SMTPPool, { type SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import { asciiDomain, domainPart } from '../base/address.ts';
import { SECOND } from '../base/time.ts';
import type { FilledLetter } from '../notify/fill.ts';

export interface Refused {
  readonly address: string;
  /** RFC 5321 §4.2.1: 5yz will be said again, 4yz may change. */
  readonly permanent: boolean;
  /** What the server said of this one. */
  readonly answer: string;
}

export interface Taken {
  /** What the server said. */
  readonly answer: string;
  /** Of several recipients those whom it did not take the letter for: not one of them with one answer, that is thrown. */
  readonly refused: readonly Refused[];
}

export interface Pool {
  /** Throws what `classify` reads. */
  send(envelope: FilledLetter['envelope'], raw: Buffer, signal?: AbortSignal): Promise<Taken>;
  /** Letters that were given to it and have no answer yet. */
  pending(): number;
  close(): void;
}

export type Timeouts = Partial<typeof TIMEOUTS>;

/** RFC 5321 §4.5.3.2 asks for minutes; together they stay well below the lease of a letter. */
const TIMEOUTS = {
  dnsTimeout: 10 * SECOND,
  connectionTimeout: 30 * SECOND,
  greetingTimeout: 60 * SECOND,
  socketTimeout: 120 * SECOND,
  /** Everything together, whatever the server does: one that trickles its answer is caught by no timeout of the socket. */
  deadline: 300 * SECOND,
};

/** `options`: where and how, as nodemailer has them. */
export function openPool(options: SMTPPoolOptions, timeouts: Timeouts = {}): Pool {
  const { deadline, ...limits } = { ...TIMEOUTS, ...timeouts };
  const pool = new SMTPPool({
    pool: true,
    maxMessages: 100,
    // Only what no server has seen is given to another connection: one that was closed while nobody used it costs no letter its turn.
    maxRequeues: 1,
    ...limits,
    ...options,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // An idle connection that the server ends is nobody's failure; the pool opens another.
  pool.on('error', () => {});
  const give = (mail: object): Promise<Info> =>
    new Promise((resolve, reject) => {
      // It asks its mail for no more than `messageFor` has.
      pool.send(mail as never, (error, info) => (error ? reject(error) : resolve(info as Info)));
    });
  return {
    async send(envelope, raw, signal) {
      const message = messageFor(envelope, raw);
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), deadline);
      try {
        const ends = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
        const info = await give({ data: { signal: ends }, message });
        return { answer: (info.response ?? '').slice(0, ANSWER), refused: refusedIn(info, envelope) };
      } catch (thrown) {
        const error = late.signal.aborted ? new Error('The server took too long with this letter') : thrown;
        const refused = refusedIn(error as Info, envelope);
        if (refused.length > 1 && new Set(refused.map((one) => one.permanent)).size > 1) return { answer: '', refused };
        throw message.handedOver() ? Object.assign(error as Error, { handedOver: true }) : error;
      } finally {
        clearTimeout(timer);
      }
    },
    pending: () => pool.pendingCount(),
    close: () => pool.close(),
  };
}

/** More of an answer than this is for nobody to read. */
export const ANSWER = 500;

/** What nodemailer says of a letter that went, and of one that went to nobody. */
interface Info {
  readonly response?: string | undefined;
  readonly rejectedErrors?: readonly (Error & { recipient?: string; response?: string; responseCode?: number })[];
}

function refusedIn({ rejectedErrors = [] }: Info, { to }: FilledLetter['envelope']): Refused[] {
  return rejectedErrors.map(({ recipient = '', response, message, responseCode = 0 }) => ({
    address: to.find((one) => onTheWire(one) === recipient) ?? recipient,
    permanent: responseCode >= 500 && responseCode !== 503,
    answer: (response ?? message).slice(0, ANSWER),
  }));
}

function messageFor(envelope: FilledLetter['envelope'], raw: Buffer) {
  const { from, to } = envelope;
  // RFC 1870: a server that takes no letter of this size says so before it has come.
  const wire = { from: onTheWire(from), to: to.map(onTheWire), size: raw.length };
  let stream: Readable | null = null;
  return {
    getEnvelope: () => wire,
    getHeader: () => '',
    messageId: () => '',
    createReadStream: () => {
      stream = new Readable({
        read() {
          this.push(raw);
          this.push(null);
        },
      });
      return stream;
    },
    /** Its last byte was given to the connection: the server may have all of it. */
    handedOver: (): boolean => stream?.readableEnded ?? false,
  };
}

/** Host names travel in ASCII (RFC 5890 §2.3.2.1), whatever people write. */
export function onTheWire(address: string): string {
  const domain = domainPart(address);
  return `${address.slice(0, address.length - domain.length)}${asciiDomain(domain)}`;
}
