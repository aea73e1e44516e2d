/**
 * Whatever went wrong while sending → permanent or temporary. Unknown means temporary (house rule 8): a letter too many tries
 * costs a connection, a letter given up wrongly is lost.
 */
import { Trouble, toError } from '../base/trouble.ts';
import type { FailureReason } from '../store/outbox.ts';

export interface Failure {
  readonly permanent: boolean;
  /** A word for the log and the letter's row: `refused`, `postponed`, `unreachable` … */
  readonly reason: FailureReason;
  /** What the server said, for people to read. */
  readonly answer: string;
  /** It was said of the recipient: another letter to this address would hear the same. */
  readonly ofRecipient: boolean;
}

/** What nodemailer leaves on its errors (10.2.0 and later). */
interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
  /** Ours: the server had the whole letter by then (pool.ts). */
  readonly handedOver?: boolean;
}

/** At these stations the answer is about this letter; elsewhere (greeting, EHLO, AUTH) it is about us and may be mended. */
const ABOUT_THE_LETTER: readonly (string | undefined)[] = ['MAIL FROM', 'RCPT TO', 'DATA'];

const BY_CODE: Readonly<Record<string, FailureReason>> = {
  ETLS: 'no-tls',
  EAUTH: 'relay-refuses-us',
  ENOAUTH: 'relay-refuses-us',
  EREQUIRETLS: 'no-tls',
};

/** A bad certificate comes as a plain socket error, told only by OpenSSL's words. */
const TLS_WORDS = /certificate|\b(?:tls|ssl)\b/i;

/** Trouble that tells what it is by its code; any other is the disk's or the network's. */
const BY_TROUBLE: Readonly<Record<string, FailureReason>> = {
  'not-signed': 'not-signed',
  hostunknown: 'hostunknown',
  notaccept: 'notaccept',
  loop: 'loop',
};

export function classify(thrown: unknown): Failure {
  const error = toError(thrown) as SmtpError;
  const answer = (error.response ?? error.message).slice(0, 500);
  const ofRecipient = error.command === 'RCPT TO';
  if (error instanceof Trouble)
    return { permanent: error.permanent, reason: BY_TROUBLE[error.code] ?? 'unreachable', answer, ofRecipient };
  const status = error.responseCode ?? 0;
  const aboutLetter = ABOUT_THE_LETTER.includes(error.command);
  // RFC 5321 §4.2.1: 5yz will be said again, 4yz may change. 503 says that the session was out of step, not the letter.
  if (aboutLetter && status >= 500 && status !== 503)
    return { permanent: true, reason: 'refused', answer, ofRecipient };
  if (aboutLetter && status >= 400) return { permanent: false, reason: 'postponed', answer, ofRecipient };
  // An address that nodemailer takes for none; garbage in place of an answer has no status either, and may be mended.
  if (error.code === 'EENVELOPE' && error.command === 'API')
    return { permanent: true, reason: 'refused', answer, ofRecipient };
  // RFC 1047: between the final dot and its answer nobody can know. It goes again, as the same mail.
  if (error.handedOver) return { permanent: false, reason: 'unanswered', answer, ofRecipient: false };
  return {
    permanent: false,
    reason: BY_CODE[error.code ?? ''] ?? (TLS_WORDS.test(error.message) ? 'no-tls' : 'unreachable'),
    answer,
    ofRecipient: false,
  };
}
