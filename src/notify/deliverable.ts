/**
 * Can this letter go to this person? (spec 3.1.9, 3.1.10, 3.2; decisions Q5: what is suppressed or blocked does not count as
 * mailed.)
 */
import type { PersonId } from '../base/id.ts';
import type { NotificationType, Settings } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import type { LetterKind } from './letter.ts';

/** In the order in which they are asked: the first that holds is the reason. */
const CHECKS = {
  self: ({ person, actor }) => person.id === actor,
  inactive: ({ person }) => person.kind === 'employee' && (!person.active || person.role === 'robot'),
  'no-address': ({ person }) => person.email === null,
  'notification-off': ({ kind, settings }) =>
    kind in settings.notifications && !settings.notifications[kind as NotificationType].enabled,
  'email-off': ({ person, kind }) => person.emailOff && readsPages(person) && !ASKED_FOR[kind],
  muted: ({ kind, muted }) => muted && !ASKED_FOR[kind] && kind !== 'question',
  unproven: ({ person }) => person.kind === 'contact' && !person.proven,
  'mail-blocked': ({ person }) => person.kind === 'contact' && person.mailBlocked,
  suppressed: ({ suppressed }) => suppressed,
  'no-automatic-mail': ({ person, kind, settings }) =>
    !ASKED_FOR[kind] && isListed(person.email, settings.noAutomaticMail),
  'receipt-sent': ({ kind, receiptSent }) => kind === 'N3' && receiptSent,
  'too-many': ({ recent }) => recent >= BRAKE,
} as const satisfies Record<string, (question: Question) => boolean>;

export type Undeliverable = keyof typeof CHECKS;

/** Rule 3.1.10: at most 50 letters to one recipient in ten minutes. */
export const BRAKE = 50;
export const BRAKE_WINDOW = 10 * 60 * 1000;
/**
 * N3 answers a mail by itself, so whoever can send in somebody's name could have us write to them without end (threat T25), and two
 * gateways could thank each other for ever: one in this time says as much as many.
 */
export const RECEIPT_PAUSE = 60 * 60 * 1000;

/** Who has only our letters is not kept from them by a switch of the time when they signed in. */
const readsPages = (person: Person): boolean => person.kind === 'employee' || person.access === 'ACTIVE';

/** Mails that the person asked for on a page: lists and switches for automatic mail do not hold them back. */
const ASKED_FOR = {
  N1: false,
  N2: false,
  N3: false,
  N4: false,
  N5: false,
  'staff-task': false,
  'staff-comment': false,
  question: false,
  invitation: true,
  'fresh-link': true,
  password: true,
  // Nobody may keep its owner from hearing of it.
  'password-set': true,
  code: true,
  'sender-check': true,
  test: true,
} as const satisfies Record<LetterKind, boolean>;

export interface Question {
  readonly person: Person;
  readonly kind: LetterKind;
  /** Who did what the letter tells; null when nobody's act is told (a password link). */
  readonly actor: PersonId | null;
  readonly settings: Pick<Settings, 'notifications' | 'noAutomaticMail'>;
  /** They want no more letters about this task. */
  readonly muted: boolean;
  /** The address is on the account's suppression list (hard bounce, complaint). */
  readonly suppressed: boolean;
  /** Letters to this person in the last `BRAKE_WINDOW`. */
  readonly recent: number;
  /** An N3 went to this person within `RECEIPT_PAUSE`. */
  readonly receiptSent: boolean;
}

export type Deliverability = { readonly send: true } | { readonly send: false; readonly reason: Undeliverable };

export function deliverability(question: Question): Deliverability {
  // N3 answers its reader's own mail: there the actor is the reader.
  const asked = question.kind === 'N3' || question.actor === null ? { ...question, actor: null } : question;
  for (const [reason, holds] of Object.entries(CHECKS)) {
    if (holds(asked)) return { send: false, reason: reason as Undeliverable };
  }
  return { send: true };
}

/** An entry is an address, or `@domain` for all of a domain. */
function isListed(address: string | null, list: readonly string[]): boolean {
  if (address === null) return false;
  const domain = address.slice(address.lastIndexOf('@'));
  return list.some((entry) => [address, domain].includes(entry.trim().toLowerCase()));
}
