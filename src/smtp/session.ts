/**
 * One connection. smtp-server speaks the protocol; what it leaves open is added here: how long a phase may last, how
 * many commands, which recipients are refused by their form, and enhanced status codes of our own.
 */
import { performance } from 'node:perf_hooks';
import type { SMTPServerDataStream } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { refuseShape } from './gate.ts';
import type { Limits } from './limits.ts';
import type { TrustedRelay } from './relays.ts';
import { REPLIES, type Reply } from './replies.ts';

/** command: the client's turn, no mail · data: content is coming · handling: our turn, the client waits. */
type Phase = 'command' | 'data' | 'handling';

const ENHANCED = /^[245]\.\d{1,3}\.\d{1,3} /;
/** How long a client that is shown out has to read why. */
export const LINGER_MS = 1000;
const SECOND = 1000;

export interface SessionWatch {
  /** A connection was turned away, or a session was ended by us. */
  ended(reply: Reply, ip: string): void;
  refusedRecipient(): void;
}

export class Session extends SMTPConnection {
  /** Set once, before the first command can come. */
  limits!: Limits;
  relay: TrustedRelay | null = null;
  #refusedRecipients = 0;
  watch!: SessionWatch;
  #isCut = false;
  #phase: Phase = 'command';
  // Not the wall clock: it may jump, and a jump must not end or prolong a session.
  readonly #opened = performance.now();
  #since = performance.now();
  #commands = 0;
  #content: SMTPServerDataStream | null = null;

  get phase(): Phase {
    return this.#phase;
  }

  beginData(content: SMTPServerDataStream): void {
    this.#enter('data');
    this.#content = content;
  }

  beginHandling(): void {
    this.#enter('handling');
    this.#content = null;
  }

  /** After the answer to DATA: the next mail has the whole time again. */
  beginCommands(): void {
    this.#enter('command');
    this.#commands = 0;
  }

  /** The reply that ends this session now, or null while it keeps within its limits. `now` is performance.now(). */
  overdue(now: number): Reply | null {
    const inPhase = (now - this.#since) / SECOND;
    if (this.#phase === 'handling') return null;
    if (this.#phase === 'data') return this.#isSlow(inPhase) ? REPLIES.dataSlow : null;
    if (inPhase > this.limits.commandSeconds) return REPLIES.commandsSlow;
    return (now - this.#opened) / SECOND > this.limits.sessionSeconds ? REPLIES.sessionOver : null;
  }

  /** Says why and hangs up, whether or not the client closes its side. */
  cut(reply: Reply): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.watch.ended(reply, this._originalRemoteAddress);
    this.send(reply.code, `${reply.enhanced} ${reply.text}`);
    this.close();
    setTimeout(() => this._socket.destroy(), LINGER_MS).unref();
  }

  /** Our own texts begin with their enhanced code; smtp-server knows one per code only (RFC 2034 wants exactly one). */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    if (code === 250 || code === 354) this.#gather();
    super.send(code, data, typeof data === 'string' && ENHANCED.test(data) ? false : context);
  }

  /** Answers to pipelined commands leave in one packet (RFC 2920 §3.2): a write costs more than all else at RCPT. */
  #gather(): void {
    const socket = this._socket;
    if (socket.writableCorked > 0) return;
    socket.cork();
    setImmediate(() => socket.uncork());
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    this.#commands += 1;
    if (this.#commands <= this.limits.commands || this._upgrading) super._onCommand(command, callback);
    else this.cut(REPLIES.tooManyCommands);
  }

  /** smtp-server strips source routes and calls quotes a syntax error; here both are refused recipients. */
  override handler_RCPT(command: Buffer, callback: () => void): void {
    const refusal = this.session.envelope?.mailFrom ? refuseShape(pathOf(command)) : null;
    if (!refusal) {
      super.handler_RCPT(command, callback);
      return;
    }
    this.answerRefused(refusal, () => {
      this.send(refusal.code, `${refusal.enhanced} ${refusal.text}`);
      callback();
    });
  }

  /** Counts a refused recipient; `answer` runs after the delay it has earned, or never when the session ends by it. */
  answerRefused(reply: Reply, answer: () => void): void {
    // A relay in front passes on what others send it, and refusing is what it wants from us.
    this.watch.refusedRecipient();
    const counts = reply.code >= 500 && !this.relay;
    if (counts) this.#refusedRecipients += 1;
    if (this.#refusedRecipients > this.limits.refusedRecipients) this.cut(REPLIES.tooManyRefused);
    else if (!counts || this.#refusedRecipients === 1) answer();
    else setTimeout(answer, this.limits.refusedDelaySeconds * SECOND).unref();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = performance.now();
  }

  #isSlow(seconds: number): boolean {
    if (seconds > this.limits.dataSeconds) return true;
    const floor = this.limits.minBytesPerSecond * seconds;
    return seconds > this.limits.rateGraceSeconds && (this.#content?.byteLength ?? 0) < floor;
  }
}

/** `RCPT TO:<a@b> NOTIFY=…` → `a@b`. */
function pathOf(command: Buffer): string {
  const line = command.toString();
  const open = line.indexOf('<');
  const close = line.indexOf('>', open);
  return open < 0 || close < 0 ? '' : line.slice(open + 1, close);
}
