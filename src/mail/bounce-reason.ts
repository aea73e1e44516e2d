/**
 * What a mail server meant: codes and words → one reason from a closed list. RFC 3463 for the codes. Pure.
 * Words beat codes, because half of the servers say 5.0.0 or 5.7.1 for everything. The first row that fits wins.
 */
import { REASON_WORDS } from './bounce-reason-words.ts';

export type BounceReason =
  | 'userunknown'
  | 'hostunknown'
  | 'hasmoved'
  | 'suspend'
  | 'filtered'
  | 'mailboxfull'
  | 'exceedlimit'
  | 'mesgtoobig'
  | 'systemfull'
  | 'expired'
  | 'networkerror'
  | 'systemerror'
  | 'toomanyconn'
  | 'speeding'
  | 'rejected'
  | 'blocked'
  | 'policyviolation'
  | 'spamdetected'
  | 'virusdetected'
  | 'securityerror'
  | 'authfailure'
  | 'requireptr'
  | 'norelaying'
  | 'badreputation'
  | 'contenterror'
  | 'notaccept'
  | 'mailererror'
  | 'syntaxerror'
  | 'undefined';

/** `diagnostic`: what the server said; `status`: the enhanced code or ''. */
export function reasonOf(diagnostic: string, status: string): BounceReason {
  const text = diagnostic.toLowerCase().replace(/\s+/g, ' ').slice(0, 4000);
  const decided = DECISIVE[status.slice(1)];
  if (decided) return decided;
  for (const [reason, phrases] of REASON_WORDS) if (phrases.some((phrase) => text.includes(phrase))) return reason;
  return byStatus(status);
}

/** The code that fits a reason, for servers that gave none. RFC 3463 §3. */
export const STATUS_OF: Readonly<Record<BounceReason, string>> = {
  userunknown: '5.1.1',
  hostunknown: '5.1.2',
  hasmoved: '5.1.6',
  suspend: '5.2.1',
  filtered: '5.2.0',
  mailboxfull: '5.2.2',
  exceedlimit: '5.2.3',
  mesgtoobig: '5.3.4',
  systemfull: '4.3.1',
  expired: '4.4.7',
  networkerror: '4.4.1',
  systemerror: '4.3.0',
  toomanyconn: '4.4.5',
  speeding: '4.7.1',
  rejected: '5.1.8',
  blocked: '5.7.1',
  policyviolation: '5.7.1',
  spamdetected: '5.7.1',
  virusdetected: '5.7.1',
  securityerror: '5.7.0',
  authfailure: '5.7.26',
  requireptr: '5.7.25',
  norelaying: '5.7.1',
  badreputation: '5.7.1',
  contenterror: '5.6.0',
  notaccept: '5.3.2',
  mailererror: '5.3.0',
  syntaxerror: '5.5.2',
  undefined: '5.0.0',
};

/** Codes that nobody uses for anything else; the class (4 or 5) in front of them is cut off. RFC 3463 and its registry. */
const DECISIVE: Readonly<Record<string, BounceReason>> = {
  '.1.6': 'hasmoved',
  '.1.7': 'rejected',
  '.1.8': 'rejected',
  '.2.3': 'exceedlimit',
  '.7.13': 'suspend',
  '.7.25': 'requireptr',
  '.7.26': 'authfailure',
};

/** RFC 3463 §3, by subject and detail. */
const BY_STATUS: readonly (readonly [RegExp, BounceReason])[] = [
  [/^[45]\.1\.[01346]$|^[45]\.1\.10$/, 'userunknown'],
  [/^[45]\.1\.2$|^5\.4\.4$/, 'hostunknown'],
  [/^[45]\.1\.[789]$/, 'rejected'],
  [/^[45]\.2\.1$/, 'suspend'],
  [/^[45]\.2\.2$/, 'mailboxfull'],
  [/^[45]\.2\.3$/, 'exceedlimit'],
  [/^[45]\.2\./, 'filtered'],
  [/^[45]\.3\.1$/, 'systemfull'],
  [/^[45]\.3\.4$/, 'mesgtoobig'],
  [/^[45]\.3\.2$/, 'notaccept'],
  [/^[45]\.3\./, 'systemerror'],
  [/^4\.4\.[17]$|^5\.4\.7$/, 'expired'],
  [/^[45]\.4\./, 'networkerror'],
  [/^[45]\.5\./, 'syntaxerror'],
  [/^[45]\.6\./, 'contenterror'],
  [/^[45]\.7\.26$/, 'authfailure'],
  [/^[45]\.7\.25$/, 'requireptr'],
  [/^[45]\.7\./, 'blocked'],
];

const byStatus = (status: string): BounceReason =>
  BY_STATUS.find(([pattern]) => pattern.test(status))?.[1] ?? 'undefined';
