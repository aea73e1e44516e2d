/**
 * What a mail server meant: codes and words → one reason from a closed list. RFC 3463 for the codes. Pure.
 * Words beat codes, because half of the servers say 5.0.0 or 5.7.1 for everything. The first row that fits wins.
 */
import { REASON_WORDS } from './bounce-reason-words.ts';
import { words } from './phrases.ts';

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
  const text = diagnostic.toLowerCase().replace(/\s+/g, ' ').replace(WAITING, '').slice(0, 4000);
  const decided = DECISIVE[status.slice(1)];
  if (decided) return decided;
  return byWords(answerIn(text)) ?? byWords(text) ?? byStatus(status) ?? byReplyCode(text);
}

function byWords(text: string): BounceReason | null {
  for (const [reason, phrases] of REASON_WORDS) if (phrases.some((phrase) => text.includes(phrase))) return reason;
  return null;
}

/** What the server that refused said, where the one that reports it wraps a sentence of its own around it. */
const ANSWERS: readonly string[] = words(`
  the error that the other server returned was: | the response from the remote server was: | the response was: |
  remote server returned | remote server at | remote host said: | last error: | error from remote mail server |
  smtp error from remote server | said: | diagnostic-code: | remote server replied: | server responded with: | unknown address error | other mail system problem | returned error: |
  die antwort des remoteservers lautet: | die antwort lautet: | die antwort war: | la réponse était | la réponse du serveur distant |
  la respuesta fue: | la respuesta del servidor remoto | a resposta foi: | a resposta do servidor remoto | la risposta è |
  la risposta del server remoto | het antwoord was: | het antwoord van de externe server | odpowiedź serwera | odpowiedź: |
  ответ удаленного сервера: | ответ сервера: | ответ: | відповідь: | yanıt: | svaret var: | 応答: | 响应如下 | 回應如下 | 응답:`);

/** Postfix puts this before what happened last; nobody's account is meant. */
const WAITING = 'delivery temporarily suspended:';

function answerIn(text: string): string {
  const from = ANSWERS.map((mark) => text.lastIndexOf(mark) + mark.length).filter((at, i) => at >= ANSWERS[i]!.length);
  return text.slice(Math.max(0, ...from)).replace(WAITING, '');
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

/** Codes that nobody uses for anything else; the class (4 or 5) in front of them is cut off. RFC 3463 and its registry (RFC 5248). */
const DECISIVE: Readonly<Record<string, BounceReason>> = {
  '.1.6': 'hasmoved',
  '.1.7': 'rejected',
  '.1.8': 'rejected',
  '.2.3': 'exceedlimit',
  '.7.13': 'suspend',
  '.7.17': 'hasmoved',
  '.7.18': 'hasmoved',
  '.7.20': 'authfailure',
  '.7.21': 'authfailure',
  '.7.22': 'authfailure',
  '.7.23': 'authfailure',
  '.7.24': 'authfailure',
  '.7.25': 'requireptr',
  '.7.26': 'authfailure',
  '.7.27': 'rejected',
  '.7.28': 'speeding',
  '.7.29': 'authfailure',
};

/** RFC 3463 §3 and its registry, by subject and detail. */
const BY_STATUS: readonly (readonly [RegExp, BounceReason])[] = [
  [/^[45]\.1\.10$/, 'notaccept'],
  [/^[45]\.1\.[01346]$/, 'userunknown'],
  [/^[45]\.1\.2$|^5\.4\.4$|^5\.4\.31\d$/, 'hostunknown'],
  [/^[45]\.1\.[789]$/, 'rejected'],
  [/^[45]\.2\.1$/, 'suspend'],
  [/^[45]\.2\.2$/, 'mailboxfull'],
  [/^[45]\.2\.3$/, 'exceedlimit'],
  [/^[45]\.2\.12\d$/, 'speeding'],
  [/^[45]\.2\./, 'filtered'],
  [/^[45]\.3\.1$/, 'systemfull'],
  [/^[45]\.3\.4$/, 'mesgtoobig'],
  [/^[45]\.3\.2$/, 'notaccept'],
  [/^[45]\.3\./, 'systemerror'],
  [/^4\.4\.[17]$|^5\.4\.(?:7|300)$/, 'expired'],
  [/^[45]\.4\.3$/, 'systemerror'],
  [/^[45]\.4\.5$/, 'toomanyconn'],
  [/^[45]\.4\./, 'networkerror'],
  [/^[45]\.5\.3$/, 'toomanyconn'],
  [/^[45]\.5\./, 'syntaxerror'],
  [/^[45]\.6\./, 'contenterror'],
  [/^[45]\.7\.(?:[3-9]|1[0-24]|30|57)$/, 'securityerror'],
  [/^[45]\.7\.2$/, 'rejected'],
  [/^[45]\.7\./, 'blocked'],
];

const byStatus = (status: string): BounceReason | null =>
  BY_STATUS.find(([pattern]) => pattern.test(status))?.[1] ?? null;

/** RFC 5321 §4.2.3, for an answer of nothing but its code: what servers mean by it most. */
const BY_CODE: Readonly<Record<string, BounceReason>> = {
  421: 'systemerror',
  432: 'systemerror',
  442: 'networkerror',
  451: 'systemerror',
  452: 'systemfull',
  500: 'syntaxerror',
  501: 'syntaxerror',
  503: 'syntaxerror',
  521: 'notaccept',
  530: 'securityerror',
  535: 'securityerror',
  551: 'hasmoved',
  552: 'mailboxfull',
  556: 'notaccept',
};

const byReplyCode = (text: string): BounceReason =>
  BY_CODE[/(?:^|[^\d.])([45]\d\d)(?=[ -]|$)/.exec(text)?.[1] ?? ''] ?? 'undefined';
