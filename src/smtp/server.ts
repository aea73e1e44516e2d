/**
 * smtp-server with admission: who may connect, how many at once, and a look at every session's clock.
 * All it overrides is how a socket becomes a session; the version is pinned, and the dialogues prove the joints.
 */
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import { neighbourhood } from '../base/neighbourhood.ts';
import type { Limits } from './limits.ts';
import type { TrustedRelay } from './relays.ts';
import { REPLIES, type Reply } from './replies.ts';
import { LINGER_MS, Session, type SessionWatch } from './session.ts';

export interface ServerParts {
  limits: Limits;
  relayOf(ip: string | undefined): TrustedRelay | null;
  watch: SessionWatch;
}

export class Server extends SMTPServer {
  readonly sessions = new Map<string, Session>();
  readonly #parts: ServerParts;
  readonly #perAddress = new Map<string, number>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: SMTPServerOptions, parts: ServerParts) {
    super(options);
    this.#parts = parts;
    // Beyond this the system refuses for us: even a polite 421 costs a socket for a moment.
    this.server.maxConnections = parts.limits.connections + 500;
    this.#sweep = setInterval(() => this.#cutOverdue(), sweepEvery(parts.limits)).unref();
  }

  sessionOf(session: SMTPServerSession): Session {
    const found = this.sessions.get(session.id);
    if (!found) throw new Error('A session that is not known speaks');
    return found;
  }

  /** After PROXY, so that the address is the client's own; before the greeting. */
  override connect(socket: Socket, options?: SMTPConnectionOptions | null): void {
    const ip = options?.remoteAddress ?? socket.remoteAddress ?? '';
    const relay = this.#parts.relayOf(ip);
    const reply = this.#isFull(ip, relay);
    if (reply) this.#turnAway(socket, reply, ip);
    else this.#admit(socket, options, relay);
  }

  #admit(socket: Socket, options: SMTPConnectionOptions | null | undefined, relay: TrustedRelay | null): void {
    const session = new Session(this, socket, options);
    session.limits = this.#parts.limits;
    session.relay = relay;
    session.watch = this.#parts.watch;
    session.on('error', (error: Error) => this.emit('error', error));
    this.#count(session._originalRemoteAddress, 1);
    this.sessions.set(session.id, session);
    this.connections.add(session);
    session.init();
  }

  override onClose(session: SMTPServerSession): void {
    const known = this.sessions.get(session.id);
    if (known && this.sessions.delete(session.id)) this.#count(known._originalRemoteAddress, -1);
  }

  /** smtp-server knows single addresses only; a relay may be a network. */
  override _expectsProxyHeader(socket: Socket): boolean {
    return this.#parts.relayOf(socket.remoteAddress)?.proxy === true;
  }

  /** No new sessions; those without a mail under way end, the others have `closeSeconds`. */
  async shutDown(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.close(resolve));
    for (const session of this.sessions.values()) {
      if (session.phase === 'command') session.cut(REPLIES.goingDown);
    }
    await closed;
    clearInterval(this.#sweep);
  }

  #isFull(ip: string, relay: TrustedRelay | null): Reply | null {
    const { connections, connectionsPerAddress } = this.#parts.limits;
    if (this.sessions.size >= connections) return REPLIES.tooMany;
    return !relay && (this.#perAddress.get(neighbourhood(ip)) ?? 0) >= connectionsPerAddress
      ? REPLIES.tooManyHere
      : null;
  }

  #turnAway(socket: Socket, reply: Reply, ip: string): void {
    this.#parts.watch.ended(reply, ip);
    socket.on('error', () => {});
    socket.resume();
    socket.end(`${reply.code} ${reply.enhanced} ${reply.text}\r\n`);
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }

  #count(ip: string, by: 1 | -1): void {
    const key = neighbourhood(ip);
    const count = (this.#perAddress.get(key) ?? 0) + by;
    if (count > 0) this.#perAddress.set(key, count);
    else this.#perAddress.delete(key);
  }

  #cutOverdue(): void {
    const now = performance.now();
    for (const session of this.sessions.values()) {
      const reply = session.overdue(now);
      if (reply) session.cut(reply);
    }
  }
}

/** Often enough for the shortest limit, once a second when all are long. */
function sweepEvery(limits: Limits): number {
  const shortest = Math.min(limits.sessionSeconds, limits.commandSeconds, limits.dataSeconds, limits.rateGraceSeconds);
  return Math.max(20, Math.min(1000, shortest * 250));
}
