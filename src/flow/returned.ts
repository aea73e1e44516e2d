/** What a returned letter says about its address: gone for good, in trouble for a while, or nothing at all. */
import { DAY } from '../base/time.ts';
import type { BouncedDelivery } from '../mail/bounce.ts';
import type { BounceReason } from '../mail/bounce-reason.ts';

/**
 * `gone`: the mailbox is not there and will not be; writing again would only hurt. `mailbox`: it, or its server, is in trouble that may
 * end. `us`: something about this letter or about our server; another letter may well arrive.
 */
const SAYS = {
  userunknown: 'gone',
  hostunknown: 'gone',
  hasmoved: 'gone',
  suspend: 'gone',
  mailboxfull: 'mailbox',
  systemfull: 'mailbox',
  expired: 'mailbox',
  networkerror: 'mailbox',
  systemerror: 'mailbox',
  mailererror: 'mailbox',
  notaccept: 'mailbox',
  filtered: 'mailbox',
  undefined: 'mailbox',
  exceedlimit: 'us',
  mesgtoobig: 'us',
  toomanyconn: 'us',
  speeding: 'us',
  rejected: 'us',
  blocked: 'us',
  policyviolation: 'us',
  spamdetected: 'us',
  virusdetected: 'us',
  securityerror: 'us',
  authfailure: 'us',
  requireptr: 'us',
  norelaying: 'us',
  badreputation: 'us',
  contenterror: 'us',
  syntaxerror: 'us',
} as const satisfies Record<BounceReason, 'gone' | 'mailbox' | 'us'>;

/** RFC 3463 §2: class 4 is a state that may change, also when the server has given up waiting for that. */
export const isLasting = ({ reason, status }: Pick<BouncedDelivery, 'reason' | 'status'>): boolean =>
  SAYS[reason] === 'gone' && !status.startsWith('4');

export const isOfMailbox = ({ reason }: BouncedDelivery): boolean => SAYS[reason] !== 'us';

/** So many letters one after the other, the first and the last at least so far apart. */
export const STAYS_AWAY = { letters: 3, during: DAY } as const;
