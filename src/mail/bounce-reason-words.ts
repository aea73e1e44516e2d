/**
 * What mail servers say, by what they mean; all in lower case, parted by `|`. The first row that fits wins, so a row stands above
 * those whose words are more general. A server with a new saying gets a phrase, never a branch.
 */
import type { BounceReason } from './bounce-reason.ts';
import { words } from './phrases.ts';

export const REASON_WORDS: readonly (readonly [BounceReason, readonly string[]])[] = [
  [
    'authfailure',
    words(`
    dmarc | spf check | spf fail | fails spf | dkim | sender policy framework | unauthenticated email | 5.7.26 |
    not authorized to send from`),
  ],
  [
    'requireptr',
    words(`
    reverse dns | ptr record | cannot find your hostname | cannot find your reverse | no ptr | rdns |
    unresolvable address | cannot resolve your`),
  ],
  [
    'virusdetected',
    words(`
    virus | malware | infected | trojan`),
  ],
  [
    'spamdetected',
    words(`
    spam message | as spam | is spam | looks like spam | spamassassin | spam score | spam content |
    considered spam | spam detected | appears to be unsolicited | likely unsolicited | spam filter |
    detected spam | spam.`),
  ],
  [
    'badreputation',
    words(`
    reputation | poor sender`),
  ],
  [
    'norelaying',
    words(`
    relaying denied | relay access denied | relay not permitted | not permitted to relay | relaying not |
    unable to relay | we do not relay | that domain isn't in my list | no relaying | does not relay |
    open relay | relaying mail to | not allowed to relay | relay denied | relaying prohibited`),
  ],
  [
    'mailboxfull',
    words(`
    mailbox full | mailbox is full | quota exceed | over quota | overquota | exceeded its quota |
    exceeded storage | quota | mailfolder is full | mailbox size limit | too much mail stored |
    insufficient storage | not enough storage | full mailbox | maildir delivery failed | inbox is full |
    mailbox has exceeded | out of storage | is full | переполнен | casilla llena | buzón lleno | buzon lleno |
    cuota | boîte pleine | postfach voll | postfach ist voll | caixa cheia | casella piena |
    no space left in mailbox`),
  ],
  [
    'mesgtoobig',
    words(`
    message too large | message size exceeds | too big | message file too big | exceeds maximum message |
    maximum size | exceeds size limit | message too big | message length exceeds |
    larger than the current system limit | size limit`),
  ],
  [
    'suspend',
    words(`
    account suspended | account disabled | account is disabled | account that you tried to reach is disabled |
    account is inactive | inactive account | mailbox disabled | mailbox is disabled | suspended |
    account has been disabled | mailbox currently suspended | mailbox unavailable or access denied |
    user is locked | account is locked | mailbox is inactive | deactivated | mailbox is frozen |
    not accepting messages | is not active | account is blocked | заблокирован | falta de uso |
    casilla suspendida | cuenta suspendida | cuenta desactivada | deaktiviert | désactivé`),
  ],
  [
    'hasmoved',
    words(`
    has moved | user has moved | has been replaced by | moved to`),
  ],
  [
    'userunknown',
    words(`
    address not found | couldn't be found | wasn't found at | user unknown | unknown user | no such user | unknown recipient | recipient unknown | no such mailbox |
    no mailbox here | user not found | unknown local | doesn't exist | does not exist | not exist |
    invalid recipient | invalid mailbox | unrouteable address | unroutable address | no such recipient |
    recipient not found | address unknown | unknown address | not our customer | undeliverable address |
    no such address | unknown mailbox | mailbox not found | mailbox unavailable | user is unknown |
    recipient address rejected | doesn't have a  | not a valid mailbox | not listed in | invalid user |
    user not known | recipientnotfound | recipnotfound | name is not recognized | bad destination mailbox |
    no account | not known | unknown or illegal | no valid recipients | no users here | is not a known user |
    address rejected | not found in | не существует | не найден | no existe | não existe | desconocido |
    desconhecido | sconosciuto | onbekend | nieznany | 不存在 | 存在しません | inconnu | unbekannt | user doesn |
    alias list | does not like recipient`),
  ],
  [
    'hostunknown',
    words(`
    host unknown | unknown host | host not found | domain not found | unrouteable mail domain |
    unrouteable domain | no such domain | domain does not | name service error | nxdomain |
    name or service not known | dns error | no mail server | bad destination system | recipient domain |
    could not be resolved | cannot be resolved | domain name not found | illegal host | no mx | null mx |
    couldn't find any host | unable to resolve | domain must resolve |
    all relevant mx records point to non-existent`),
  ],
  [
    'speeding',
    words(`
    too fast | rate limit | receiving mail at a rate | sending rate | too many messages`),
  ],
  [
    'toomanyconn',
    words(`
    too many connections | too many concurrent | connection limit | too many simultaneous |
    exceeds maximum connections | too many sessions | too many recipients`),
  ],
  [
    'blocked',
    words(`
    blacklist | blocklist | block list | black list | blocked | spamhaus | rbl | dnsbl | listed at | banned |
    access denied | denied by | client host rejected | connection refused from | rejected because of |
    refused to talk | connection rejected | not allowed to connect | helo | temporarily deferred | greylist |
    graylist`),
  ],
  [
    'policyviolation',
    words(`
    policy violation | prohibited | attachment type | not allowed in | forbidden attachment | policy reasons |
    violates`),
  ],
  [
    'expired',
    words(`
    envelope expired | did not accept our requests to connect | queue.expired | delivery time expired | message expired | retry timeout exceeded | retry time not reached |
    has not been collected | been in the queue too long | could not be delivered for | giving up |
    queue too long | too long in queue | delivery attempts | will be retried | will continue |
    still undelivered | not yet been delivered | timed out | connection timed out | message will be retried |
    delayed | delivery expired | undeliverable for | time out | timeout | for too long | haven't been able to |
    отложена | gave up | was unable to deliver`),
  ],
  [
    'networkerror',
    words(`
    too many hops | mail loop | routing loop | loops back to myself | network | no route to host |
    connection refused | hop count | loop detected | lost connection | conversation with | connection reset |
    i/o error | hops | wasn't able to establish an smtp connection | unreachable`),
  ],
  [
    'exceedlimit',
    words(`
    exceeds administrative limit | message size | too large | exceed`),
  ],
  [
    'filtered',
    words(`
    filtered | content reject | user reject | because the recipient is not accepting`),
  ],
  [
    'securityerror',
    words(`
    unauthenticated senders | authentication required | authentication failed | must authenticate | security | tls | certificate`),
  ],
  [
    'rejected',
    words(`
    sender rejected | sender address | sender denied | sender domain | rejected | refused | denied |
    not authorized | not permitted | permission | mail from | access`),
  ],
  [
    'systemfull',
    words(`
    disk full | insufficient system | no space left | system storage | system full`),
  ],
  [
    'systemerror',
    words(`
    local error | system error | internal error | server error | local configuration | temporary failure |
    configuration error | try again later | resources temporarily | can't create | unable to open`),
  ],
  [
    'mailererror',
    words(`
    command died | exit status | command output | mailer error | procmail | child status | pipe`),
  ],
  [
    'contenterror',
    words(`
    malformed | mime | invalid content | bad header | 8-bit | 8bit | bare `),
  ],
  [
    'notaccept',
    words(`
    does not accept mail | not accept mail | nullmx | does not accept | no smtp`),
  ],
  [
    'syntaxerror',
    words(`
    syntax error | command not | bad sequence | unrecognized`),
  ],
];
