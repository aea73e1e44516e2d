/**
 * A real SMTP server that keeps what it gets: where the outgoing letters of a test end. It can be told to answer badly.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export interface Kept {
  readonly from: string;
  readonly to: readonly string[];
  /** The bytes between DATA and the final dot, dot-stuffing undone. */
  readonly raw: Buffer;
  readonly secure: boolean;
  /** Did the sender hear a 250? Without one it has to try again, and the letter is here twice. */
  readonly confirmed: boolean;
}

/**
 * `silence` and `close` take the whole mail and then say nothing, or hang up: the sender cannot know what became of it.
 * A number is the code for every mail at that station: 450, 550, and 421, which also ends the connection.
 */
export type Answer =
  | 'accept'
  | 'silence'
  | 'close'
  | { readonly at: 'mail' | 'rcpt' | 'data'; readonly code: number; readonly words?: string };

export interface Sink {
  readonly host: string;
  readonly port: number;
  readonly kept: readonly Kept[];
  /** How the next mails are answered; a function is asked for each command with the address or, at the dot, with ''. */
  answer: (how: Answer | ((address: string) => Answer)) => void;
  /** Resolves with everything kept once there are `count`; throws after `patience` milliseconds. */
  waitFor: (count: number, patience?: number) => Promise<readonly Kept[]>;
  readonly stop: () => Promise<void>;
}

export interface SinkOptions {
  /** Offers STARTTLS with this certificate; without, none is offered. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Asks for this login. */
  readonly login?: { readonly user: string; readonly pass: string };
  /** A fixed port, for a relay that comes back where it was. */
  readonly port?: number;
}

export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const kept: Kept[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Map<string, Socket>();
  let ask: (address: string) => Answer = () => 'accept';

  const refusalAt = (at: 'mail' | 'rcpt' | 'data', address: string) => {
    const answer = ask(address);
    return typeof answer === 'object' && answer.at === at ? refusal(answer.code, answer.words) : null;
  };

  const server = new SMTPServer({
    hideSTARTTLS: !options.tls,
    ...options.tls,
    authOptional: !options.login,
    disabledCommands: options.login ? [] : ['AUTH'],
    // The sink is the last thing to end in a test; nothing that still hangs on it may hold that up.
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === options.login?.user && password === options.login?.pass
        ? done(null, { user: username! })
        : done(refusal(535)),
    onMailFrom: ({ address }, _session, done) => done(refusalAt('mail', address)),
    onRcptTo: ({ address }, _session, done) => done(refusalAt('rcpt', address)),
    onData: async (stream, session, done) => {
      const mail = await received(stream, session);
      const answer = ask('');
      const refused = refusalAt('data', '');
      if (refused) return done(refused);
      kept.push({ ...mail, confirmed: answer !== 'silence' && answer !== 'close' });
      for (const look of waiting) look();
      if (answer === 'silence') return;
      if (answer === 'close') return sockets.get(session.id)?.destroy();
      return done();
    },
    onConnect: (session, done) => {
      // The package hands out no socket; its connections know theirs, and the test has to cut one.
      for (const connection of server.connections as Iterable<unknown>) {
        const { id, _socket } = connection as { id: string; _socket: Socket };
        if (id === session.id) sockets.set(id, _socket);
      }
      done();
    },
  });
  server.on('error', () => {}); // A client that breaks off is what some tests are about.
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');

  return {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    kept,
    answer: (how) => {
      ask = typeof how === 'function' ? how : () => how;
    },
    waitFor: (count, patience = 10_000) => waitFor(kept, waiting, count, patience),
    stop: async () => {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((closed) => server.close(closed));
    },
  };
}

async function received(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Omit<Kept, 'confirmed'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    raw: Buffer.concat(chunks),
    secure: session.secure,
  };
}

const refusal = (code: number, words = `the sink was told to say ${code}`): Error =>
  Object.assign(new Error(words), { responseCode: code });

function waitFor(
  kept: readonly Kept[],
  waiting: Set<() => void>,
  count: number,
  patience: number,
): Promise<readonly Kept[]> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => end(() => reject(new Error(`${count} mails awaited, ${kept.length} came`))),
      patience,
    );
    const end = (tell: () => void) => {
      clearTimeout(late);
      waiting.delete(look);
      tell();
    };
    const look = () => kept.length >= count && end(() => resolve(kept));
    waiting.add(look);
    look();
  });
}
