/**
 * The other side of the demo: a mail server that takes the letters, and a mail program that answers them. Real sockets, the same
 * libraries as anybody's; nothing here knows Postern.
 */
import type { AddressInfo } from 'node:net';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import type { Message } from '../mail/message.ts';
import { parseMail } from '../mail/parse.ts';

export interface ReceivedLetter {
  readonly to: readonly string[];
  readonly message: Message;
}

export interface PostOffice {
  readonly port: number;
  /** The first letter to this address that nobody has taken yet; waits for it. */
  take(address: string, patience?: number): Promise<ReceivedLetter>;
  /** Letters to this address that have come and were not taken. */
  waiting(address: string): number;
  close(): Promise<void>;
}

/** The clients' own mail server, on a free port. */
export async function openPostOffice(): Promise<PostOffice> {
  const letters: ReceivedLetter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((r) => r.address.toLowerCase());
        parseMail(Buffer.concat(chunks)).then((message) => {
          letters.push({ to, message });
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const find = (address: string) => letters.findIndex((l) => l.to.includes(address));
  return {
    port: (server.server.address() as AddressInfo).port,
    waiting: (address) => letters.filter((l) => l.to.includes(address)).length,
    take: async (address, patience = 10_000) => {
      for (const until = Date.now() + patience; Date.now() < until; await pause(50)) {
        const at = find(address);
        if (at >= 0) return letters.splice(at, 1)[0]!;
      }
      throw new Error(`No letter came to ${address} within ${patience / 1000} seconds`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface Outgoing {
  readonly from: string;
  readonly text: string;
  readonly attachments?: readonly { filename: string; content: string }[];
}

/** Answers a letter as mail programs do: to its Reply-To, with In-Reply-To and References, the letter quoted below. */
export async function answerLetter(port: number, letter: Message, out: Outgoing): Promise<void> {
  const reply = letter.replyTo[0] ?? letter.from[0]!;
  await send(port, {
    from: out.from,
    to: reply.address,
    subject: /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
    text: `${out.text}\n\nOn Monday, ${letter.from[0]?.name ?? ''} wrote:\n${quoted(letter.text)}\n`,
    ...(letter.messageId
      ? {
          inReplyTo: `<${letter.messageId}>`,
          references: [...letter.references, letter.messageId].map((id) => `<${id}>`),
        }
      : {}),
    ...(out.attachments ? { attachments: [...out.attachments] } : {}),
  });
}

/** Hands one mail to the gateway's front door. Throws what the door answered when it refuses. */
export async function send(port: number, mail: SendMailOptions): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    name: 'mail.client.example',
  });
  try {
    await transport.sendMail({ disableFileAccess: true, disableUrlAccess: true, ...mail });
  } finally {
    transport.close();
  }
}

const quoted = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
