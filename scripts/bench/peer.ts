/**
 * One SMTP connection as a sending server has it: MAIL, RCPT and DATA in one packet (RFC 2920), no waiting that the protocol
 * does not ask for. Shared by the load of the benchmark and by the retrying sender of the crash tests.
 */
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly code: number;
  /** Without the code; of several lines the last. */
  readonly text: string;
}

/** What goes on the wire after 354: dots doubled (RFC 5321 §4.5.2), with the final dot. */
export function onTheWire(mail: string): Buffer {
  const lines = mail.replace(/\r?\n/g, '\r\n').replace(/\r\n$/, '').replace(/^\./gm, '..');
  return Buffer.from(`${lines}\r\n.\r\n`);
}

export class Peer {
  readonly #socket: Socket;
  #rest = '';
  readonly #replies: Reply[] = [];
  #waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | null = null;
  #ended: Error | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#hear(text));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the server closed the connection')));
  }

  /** Greeted and EHLO said. Throws when there is no server or it does not want us. */
  static async open(port: number, host = '127.0.0.1'): Promise<Peer> {
    const peer = new Peer(connect(port, host));
    try {
      await peer.#expect(220);
      peer.#socket.write('EHLO client.example\r\n');
      await peer.#expect(250);
      return peer;
    } catch (error) {
      peer.close();
      throw error;
    }
  }

  /** The answer to the final dot, or the first refusal on the way. Throws when the connection ends before. */
  async send(from: string, to: string, wire: Buffer): Promise<Reply> {
    this.#socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
    const mail = await this.#reply();
    const rcpt = await this.#reply();
    const data = await this.#reply();
    if (data.code === 354) {
      this.#socket.write(wire);
      return this.#reply();
    }
    this.#socket.write('RSET\r\n');
    await this.#reply();
    return mail.code >= 400 ? mail : rcpt.code >= 400 ? rcpt : data;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #expect(code: number): Promise<void> {
    const reply = await this.#reply();
    if (reply.code !== code) throw new Error(`${reply.code} ${reply.text}`);
  }

  #reply(): Promise<Reply> {
    const ready = this.#replies.shift();
    if (ready) return Promise.resolve(ready);
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\r\n');
    this.#rest = lines.pop()!;
    for (const line of lines) {
      if (line[3] === '-') continue;
      const reply = { code: Number(line.slice(0, 3)), text: line.slice(4) };
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) waiting.resolve(reply);
      else this.#replies.push(reply);
    }
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#waiting?.reject(this.#ended);
    this.#waiting = null;
  }
}
