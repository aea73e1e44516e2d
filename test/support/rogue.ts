/**
 * A mail server that misbehaves as it is told: raw sockets, one script for each station of a session. What it took, it keeps with
 * those it took it for, whether or not the sender ever heard so.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Station = 'greeting' | 'ehlo' | 'starttls' | 'mail' | 'rcpt' | 'data' | 'dot';
/** A line (several with `\r\n`), or one of `MISBEHAVES`; by the address at RCPT, by the whole line at MAIL. */
export type Script = { readonly [S in Station]?: string | ((about: string) => string) };

export interface Rogue {
  readonly port: number;
  readonly taken: readonly { readonly to: readonly string[]; readonly mail: string }[];
  readonly connections: () => number;
  script: (script: Script) => void;
  readonly stop: () => Promise<void>;
}

const HONEST: Record<Station, string> = {
  greeting: '220 rogue.example ESMTP',
  ehlo: '250-rogue.example\r\n250-PIPELINING\r\n250 8BITMIME',
  starttls: '502 5.5.1 no TLS here',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go on',
  dot: '250 2.0.0 kept',
};

/** Lines of an answer that has no end. */
const endless = async (socket: Socket): Promise<void> => {
  while (!socket.destroyed) {
    socket.write('250-and another thing\r\n'.repeat(500));
    await sleep(1);
  }
};

/** An answer that comes a letter at a time and never ends: no timeout of a socket notices. */
const trickle = async (socket: Socket): Promise<void> => {
  for (const sign of '250-'.padEnd(10_000, 'x')) {
    if (socket.destroyed) return;
    socket.write(sign);
    await sleep(10);
  }
};

const MISBEHAVES: Readonly<Record<string, (socket: Socket) => unknown>> = {
  silence: () => {},
  close: (socket) => socket.destroy(),
  endless,
  trickle,
};

/** `port` and `host`: several servers on addresses of their own that share a port, as mail servers do. */
export async function startRogue(port = 0, host = '127.0.0.1'): Promise<Rogue> {
  const taken: { to: string[]; mail: string }[] = [];
  const sockets = new Set<Socket>();
  let script: Script = {};
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    talk(socket, () => script, taken);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    connections: () => connections,
    script: (next) => {
      script = next;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function talk(socket: Socket, script: () => Script, taken: { to: string[]; mail: string }[]): void {
  let heard = '';
  let to: string[] = [];
  let inMail = false;
  socket.setEncoding('latin1');

  const say = (station: Station, about = ''): string => {
    const told = script()[station] ?? HONEST[station];
    const said = typeof told === 'function' ? told(about) : told;
    if (MISBEHAVES[said]) MISBEHAVES[said](socket);
    else socket.write(`${said}\r\n`);
    return said;
  };

  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') say('ehlo');
    else if (verb === 'STAR') say('starttls');
    else if (verb === 'MAIL') {
      to = [];
      say('mail', line);
    } else if (verb === 'RCPT') {
      const address = /<(.*)>/.exec(line)![1]!;
      if (say('rcpt', address).startsWith('2')) to.push(address);
    } else if (verb === 'DATA') {
      if (to.length === 0) socket.write('554 5.5.1 no valid recipients\r\n');
      else inMail = say('data').startsWith('354');
    } else socket.write(verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
  };

  socket.on('data', (text: string) => {
    heard += text;
    for (;;) {
      const end = heard.indexOf(inMail ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const piece = heard.slice(0, end);
      heard = heard.slice(end + (inMail ? 5 : 2));
      if (!inMail) command(piece);
      else {
        inMail = false;
        taken.push({ to, mail: piece });
        const said = say('dot');
        // An honest refusal is no letter taken.
        if (/^[45]/.test(said)) taken.pop();
      }
    }
  });
  say('greeting');
}
