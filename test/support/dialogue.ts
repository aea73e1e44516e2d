/**
 * SMTP line by line, over a real socket. A script reads like the wire:
 *
 *     S: 220            a whole reply (all its lines) with this code; further words must stand in it
 *     C: EHLO a.example a line to send; neighbouring C lines leave in one packet, which is pipelining
 *     R: "a\rb\r\n"     raw bytes as a JSON string, one character a byte
 *     T:                TLS handshake (after the 220 to STARTTLS)
 *     X:                the server closes; nothing more is said
 *     W: 50             wait, in milliseconds
 */
import net from 'node:net';
import tls from 'node:tls';

export interface Talk {
  send(bytes: string | Buffer): void;
  /** The next whole reply, its lines joined by LF; '' when the connection has ended. */
  reply(): Promise<string>;
  /** Resolves when the connection has ended. Replies that were not read stay readable. */
  ended(): Promise<void>;
  startTls(): Promise<void>;
  /** Leaves without a word. */
  vanish(): void;
  pause(): void;
}

const PATIENCE_MS = 8000;
const LAST_LINE = /^\d{3}(?: |$)/;

export async function connect(port: number, host = '127.0.0.1', localAddress?: string): Promise<Talk> {
  let socket: net.Socket = net.connect({ port, host, ...(localAddress && { localAddress }) });
  let held = '';
  let over = false;
  let wake: () => void = () => {};
  const listen = (to: net.Socket): void => {
    to.on('data', (bytes: Buffer) => {
      held += bytes.toString('latin1');
      wake();
    });
    to.on('error', () => {});
    to.on('close', () => {
      if (to !== socket) return;
      over = true;
      wake();
    });
    // The server has said all it will; like any mail program, we close then too.
    to.on('end', () => to.end());
  };
  listen(socket);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));

  const change = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Nothing came within ${PATIENCE_MS} ms`)), PATIENCE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  function take(): string | null {
    const lines = held.split('\r\n');
    const last = lines.slice(0, -1).findIndex((line) => LAST_LINE.test(line));
    if (last < 0) return null;
    held = lines.slice(last + 1).join('\r\n');
    return lines.slice(0, last + 1).join('\n');
  }

  return {
    send: (bytes) => void socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes),
    async reply() {
      for (;;) {
        const whole = take();
        if (whole !== null) return whole;
        if (over) return '';
        await change();
      }
    },
    async ended() {
      while (!over) await change();
    },
    async startTls() {
      const plain = socket;
      plain.removeAllListeners('data');
      const secure = tls.connect({ socket: plain, servername: 'mail.example', rejectUnauthorized: false });
      await new Promise<void>((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject));
      socket = secure;
      listen(secure);
    },
    vanish: () => void socket.destroy(),
    pause: () => void socket.pause(),
  };
}

/** Plays the script and returns the replies in order. Throws at the first reply that is not as written. */
export async function dialogue(port: number, script: string): Promise<string[]> {
  const talk = await connect(port);
  const replies: string[] = [];
  let toSend = '';
  const flush = (): void => {
    if (toSend !== '') talk.send(toSend);
    toSend = '';
  };
  try {
    for (const line of script.split('\n').map((each) => each.trim())) {
      if (line === '') continue;
      const verb = line.slice(0, 2);
      const rest = line.slice(2).trim();
      if (verb === 'C:') toSend += `${Buffer.from(rest).toString('latin1')}\r\n`;
      else if (verb === 'R:') toSend += JSON.parse(rest) as string;
      else {
        flush();
        await wait(talk, verb, rest, replies);
      }
    }
    flush();
    return replies;
  } finally {
    talk.vanish();
  }
}

async function wait(talk: Talk, verb: string, rest: string, replies: string[]): Promise<void> {
  switch (verb) {
    case 'S:': {
      const reply = await talk.reply();
      replies.push(reply);
      const [code = '', ...words] = rest.split(' ');
      if (!reply.startsWith(code) || !reply.includes(words.join(' '))) {
        throw new Error(`Expected «${rest}», the server said «${reply || 'nothing and closed'}»`);
      }
      return;
    }
    case 'X:': {
      const reply = await talk.reply();
      if (reply !== '') throw new Error(`Expected the end, the server said «${reply}»`);
      return;
    }
    case 'T:':
      return talk.startTls();
    case 'W:':
      return new Promise((resolve) => setTimeout(resolve, Number(rest)));
    default:
      throw new Error(`No such step: ${verb}${rest}`);
  }
}
