/**
 * Connections to one mail server, kept and shared: nodemailer's pool, given ready bytes. What it does on the way to a message (plugins, a
 * composer, one more stream) is left out: the bytes are made already.
 */
import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import SMTPPool, { type SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import { SECOND } from '../base/time.ts';
import type { FilledLetter } from '../notify/fill.ts';

export interface Pool {
  /** What the server said; throws what `classify` reads. */
  send(envelope: FilledLetter['envelope'], raw: Buffer, signal?: AbortSignal): Promise<string>;
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
  const give = (mail: object): Promise<Told> =>
    new Promise((resolve, reject) => {
      // It asks its mail for no more than `messageFor` has.
      pool.send(mail as never, (error, info) => (error ? reject(error) : resolve(info as Told)));
    });
  return {
    async send(envelope, raw, signal) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new Error('The server took too long with this letter')), deadline);
      try {
        const ends = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
        return answerOf(await give({ data: { signal: ends }, message: messageFor(envelope, raw) }));
      } finally {
        clearTimeout(timer);
      }
    },
    pending: () => pool.pendingCount(),
    close: () => pool.close(),
  };
}

interface Told {
  readonly response?: string | undefined;
  readonly rejected?: readonly string[] | undefined;
}

function messageFor(envelope: FilledLetter['envelope'], raw: Buffer) {
  const { from, to } = envelope;
  // RFC 1870: a server that takes no letter of this size says so before it has come.
  const wire = { from: onTheWire(from), to: to.map(onTheWire), size: raw.length };
  return {
    getEnvelope: () => wire,
    getHeader: () => '',
    messageId: () => '',
    createReadStream: () =>
      new Readable({
        read() {
          this.push(raw);
          this.push(null);
        },
      }),
  };
}

/** Host names travel in ASCII (RFC 5890 §2.3.2.1), whatever people write. */
export function onTheWire(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/** Of several recipients some may be refused while the letter goes to the others: that stands in the answer. */
function answerOf({ response, rejected }: Told): string {
  const refused = rejected?.length ? ` (not to ${rejected.join(', ')})` : '';
  return `${response ?? ''}${refused}`.slice(0, 500);
}
