/**
 * The smallest server that takes mail (RFC 5321 §4.5.1), for measuring what sends and for relays that are cut off in the middle.
 * It keeps a mail from the moment of its final dot, whoever hears the 250.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface MailSink {
  readonly port: number;
  readonly count: () => number;
  /** Of those, the mails that begin with a DKIM signature. */
  readonly signed: () => number;
  /** What came, dots undoubled or not: as on the wire. Empty unless `keep`. */
  readonly kept: readonly string[];
  readonly stop: () => Promise<void>;
}

export async function startMailSink(options: { readonly keep?: boolean } = {}): Promise<MailSink> {
  const kept: string[] = [];
  let count = 0;
  let signed = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    talk(socket, (mail) => {
      count += 1;
      if (/^dkim-signature:/i.test(mail[0] ?? '')) signed += 1;
      if (options.keep) kept.push(mail.join(''));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    count: () => count,
    signed: () => signed,
    kept,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function talk(socket: Socket, take: (mail: string[]) => void): void {
  let command = '';
  let mail: string[] | null = null;
  let tail = '';
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('error', () => {}); // Whoever sends may be killed: that is the point.
  socket.write('220 sink.example ESMTP\r\n');

  const content = (text: string): void => {
    // The end may lie across two packets: five bytes of what came before decide.
    const end = (tail + text).indexOf('\r\n.\r\n');
    if (end < 0) {
      mail!.push(text);
      tail = (tail + text).slice(-4);
      return;
    }
    const rest = (tail + text).slice(end + 5);
    mail!.push(text.slice(0, text.length - rest.length));
    take(mail!);
    mail = null;
    socket.write('250 2.0.0 kept\r\n');
    if (rest) hear(rest);
  };

  const hear = (text: string): void => {
    if (mail) {
      content(text);
      return;
    }
    command += text;
    for (let end = command.indexOf('\r\n'); end >= 0; end = command.indexOf('\r\n')) {
      const line = command.slice(0, end).toUpperCase();
      command = command.slice(end + 2);
      socket.write(answerTo(line));
      if (line === 'QUIT') socket.end();
      if (line !== 'DATA') continue;
      mail = [];
      tail = '\r\n';
      const rest = command;
      command = '';
      if (rest) content(rest);
      return;
    }
  };
  socket.on('data', hear);
}

const answerTo = (line: string): string => {
  if (line.startsWith('EHLO')) return '250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n';
  if (line === 'DATA') return '354 go on\r\n';
  return line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n';
};
