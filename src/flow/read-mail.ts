/**
 * Everything that can be known of a mail from its bytes, its envelope and DNS alone. Runs in a worker thread: bytes in, values out.
 */
import { randomUUID } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Automatic, readAutomatic } from '../mail/automatic.ts';
import { type Bounce, readBounce } from '../mail/bounce.ts';
import { type Complaint, readComplaint } from '../mail/complaint.ts';
import { kindOf, type MailKind } from '../mail/kind.ts';
import type { Message } from '../mail/message.ts';
import type { Spill } from '../mail/mime-parts.ts';
import { parseMail } from '../mail/parse.ts';
import { type Proof, proveSender } from '../mail/proof.ts';
import { dnsLookup } from '../mail/proof-resolver.ts';
import type { Reply, SentLetter } from '../mail/reply.ts';
import { readReply } from '../mail/reply-read.ts';
import { type Carriers, type MailShape, readCarriers } from '../mail/thread.ts';

export interface ReadJob {
  readonly kind: 'mail';
  /** The bytes, or the file that has them. */
  readonly raw: Uint8Array | null;
  readonly path: string | null;
  readonly rcpts: readonly string[];
  readonly mailFrom: string;
  readonly ip: string;
  readonly helo: string;
  readonly shape: MailShape;
  /** The letter that the envelope's token names: what we sent, to align the answer with. */
  readonly sent: SentLetter | null;
  readonly spillDir: string;
  readonly dnsServers: readonly string[];
  readonly authservId: string | null;
}

/** The same mail once more, when only its inside told which letter it answers. */
export interface ReplyJob {
  readonly kind: 'reply';
  readonly text: string;
  readonly html: string | null;
  readonly textFromHtml: boolean;
  readonly sent: SentLetter | null;
}

export interface Reading {
  readonly message: Message;
  readonly kind: MailKind;
  readonly automatic: Automatic;
  readonly bounce: Bounce | null;
  readonly complaint: Complaint | null;
  readonly carriers: Carriers;
  readonly reply: Reply;
  readonly proof: Proof;
  /** Milliseconds per stage, for the trace. */
  readonly took: Readonly<Record<string, number>>;
}

const SPILL_OVER = 256 * 1024;

/** Large parts go to files of their own, readable by this user alone; synced when they end, for they may become blobs as they are. */
const spillInto = (dir: string): Spill => ({
  over: SPILL_OVER,
  open: () => {
    const path = join(dir, `part-${randomUUID()}`);
    return { path, stream: createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }) };
  },
});

export async function readMail(job: ReadJob): Promise<Reading> {
  const took: Record<string, number> = {};
  const timed = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const from = performance.now();
    const value = await work();
    took[stage] = Math.round((performance.now() - from) * 10) / 10;
    return value;
  };
  const source = () => (job.raw ? Buffer.from(job.raw) : createReadStream(job.path!));
  const message = await timed('parse', () => parseMail(source(), { spill: spillInto(job.spillDir) }));
  const automatic = readAutomatic(message, job.mailFrom, job.shape.mailDomain);
  const bounce = readBounce(message);
  const complaint = readComplaint(message);
  const reply = await timed('reply', () =>
    readReply({ text: message.text, html: message.html, textFromHtml: message.textFromHtml, ...sentOf(job.sent) }),
  );
  const proof = await timed('proof', () =>
    proveSender({
      raw: source(),
      message,
      ip: job.ip || null,
      helo: job.helo || null,
      cap: 8000,
      mailFrom: job.mailFrom,
      resolver: dnsLookup(dnsFor(job.dnsServers)),
      ...(job.authservId ? { trustedAuthResults: job.authservId } : {}),
    }),
  );
  return {
    message,
    kind: kindOf(message, { automatic, bounce, complaint }),
    automatic,
    bounce,
    complaint,
    carriers: readCarriers(message, job.rcpts, job.shape),
    reply,
    proof,
    took,
  };
}

export const readAgain = (job: ReplyJob): Reply =>
  readReply({ text: job.text, html: job.html, textFromHtml: job.textFromHtml, ...sentOf(job.sent) });

const sentOf = (sent: SentLetter | null): { sent?: SentLetter } => (sent ? { sent } : {});

let dns: { servers: string; resolver: Resolver } | null = null;

/** One resolver for a worker's life; the system's servers when none are named. */
function dnsFor(servers: readonly string[]): Resolver {
  const wanted = servers.join();
  if (dns?.servers === wanted) return dns.resolver;
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  dns = { servers: wanted, resolver };
  return resolver;
}
