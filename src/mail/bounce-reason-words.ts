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
    dmarc policy | spf validation | spoof | not pass the required level of authentication |
    does not pass dmarc | domain owner discourages | sender id check | no passing dkim | dkim signature | anti-spoofing |
    email authentication |
    dmarc | spf check | spf fail | fails spf | dkim | sender policy framework | unauthenticated email | 5.7.26 |
    not authorized to send from`),
  ],
  [
    'requireptr',
    words(`
    ptr resource record | reverse lookup | reverse hostname | no dns hostname | does not resolve |
    dns lookup failure | forward-confirmed | does not have a valid dns | invalid hostname |
    reverse dns | ptr record | cannot find your hostname | cannot find your reverse | no ptr | rdns |
    unresolvable address | cannot resolve your`),
  ],
  [
    'virusdetected',
    words(`
    virus found | content presents a potential security issue | phishing | malicious | contains a virus |
    prohibited attachment |
    virus | malware | infected | trojan`),
  ],
  [
    'spamdetected',
    words(`
    suspicion of spam | suspected spam | content spam | message content rejected | mail content denied |
    unsolicited bulk | identified as spam | classified as spam | spam-like | spamrating | bulk mail | junk mail | (spam) |
    rejected as spam | spam abuse | high probability of spam | message contains spam | appears to be spam | spam rejected |
    dt:spm | rejected by spam | unsolicited commercial | spam or virus | tagged as spam | detected as spam | considered as spam |
    похоже на спам | спам |
    spam message | as spam | is spam | looks like spam | spamassassin | spam score | spam content |
    considered spam | spam detected | appears to be unsolicited | likely unsolicited | spam filter |
    detected spam | spam.`),
  ],
  [
    'badreputation',
    words(`
    low reputation | ip reputation | senderscore | sender score |
    reputation | poor sender`),
  ],
  [
    'norelaying',
    words(`
    relay not allowed | relaying is prohibited | relaying disallowed | not relay for | not a relay |
    relaying forbidden | rcpthosts | relaying mail | not a gateway | mail for this domain is not accepted | will not relay |
    no such local domain | not local or gateway | relay access |
    relaying denied | relay access denied | relay not permitted | not permitted to relay | relaying not |
    unable to relay | we do not relay | that domain isn't in my list | no relaying | does not relay |
    open relay | relaying mail to | not allowed to relay | relay denied | relaying prohibited`),
  ],
  [
    'notaccept',
    words(`
    returned null mx | null mx | rfc7505 | rfc 7505 | doesn't receive email | doesn't accept email | does not receive mail |
    no smtp service | not accept any mail | host does not receive |
    does not accept mail | not accept mail | nullmx | does not accept | no smtp`),
  ],
  [
    'speeding',
    words(`
    unusual rate | frequency limited | sending limit | sending quota | exceeded the rate | rate of mail | rate-limit |
    slow down | throttl | messages per hour | limit of messages | message rate | too frequent | too much mail | daily limit |
    recipientratelimit | deferred due to user complaints | user complaints |
    too fast | rate limit | receiving mail at a rate | sending rate | too many messages`),
  ],
  [
    'mailboxfull',
    words(`
    exceeded storage allocation | mailbox exceeds | quota has been exceeded | exceeds allowed quota | over the allowed quota |
    disk quota | account is full | mail box full | user is over quota | has run out of | mailbox has reached |
    exceeded the maximum space | over the maximum allowed | size quota | exceeds the mailbox | user's mailbox is full |
    not enough space | casella è piena | skrzynka jest pełna | skrzynka odbiorcy jest pełna | schránka je plná | kutusu dolu |
    postlådan är full | postboksen er full | postkassen er fuld | on täynnä | postvak is vol | postvak vol | caixa de correio está cheia |
    превышен размер | ящик переполнен | 容量 | 已满 | 已滿 | 가득 |
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
    message exceeds | exceeds fixed maximum | size of the message | message is too large | too large for |
    sizelimit | exceeded max message size | fixed maximum message size | mail is too big | larger than |
    message too large | message size exceeds | too big | message file too big | exceeds maximum message |
    maximum size | exceeds size limit | message too big | message length exceeds |
    larger than the current system limit | size limit`),
  ],
  [
    'hostunknown',
    words(`
    domain does not exist | domain name does not exist | no mail exchanger | bad domain | invalid domain |
    domain name is invalid | unknown domain | dns query failed | host is unknown | name server: host | domain lookup | no route found for domain |
    unroutable mail domain | domain is not valid | domain not valid | server could not be found | destination server for this recipient |
    host lookup did not complete | hostname lookup | couldn't find any | nameserver lookup | could not find a gateway | 域名 |
    host unknown | unknown host | host not found | domain not found | unrouteable mail domain |
    unrouteable domain | no such domain | domain does not | name service error | nxdomain |
    name or service not known | dns error | no mail server | bad destination system | recipient domain not found |
    could not be resolved | cannot be resolved | domain name not found | illegal host | no mx |
    couldn't find any host | unable to resolve | domain must resolve |
    all relevant mx records point to non-existent`),
  ],
  [
    'suspend',
    words(`
    temporarily disabled | user disabled | account locked | mailbox locked | no longer accepts | account has expired |
    account expired | user account is | is no longer active | no longer active | user is inactive | inactive user |
    has been suspended | account closed | has been locked | is on hold | is terminated | mailbox is not active |
    account not activated | user is not active | blocked recipient | gesperrt | ящик заблокирован | неактив | recipient suspended |
    archived recipient |
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
    no longer works | new address | address has changed | please update your | user not local; please try |
    has moved | user has moved | has been replaced by | moved to`),
  ],
  [
    'userunknown',
    words(`
    has no account | recipientnotfound | no mailbox | no such person | no such local | invalid address |
    address is invalid | bad recipient | recipient is not | unknown email | unknown e-mail | not a registered | marked as invalid |
    user is not | user invalid | not a local user | invalid rcptto | does not have an account | not our user | no recipient |
    user unavailable | mailbox is unavailable | mailbox invalid | wrong recipient | no user | recipient invalid | unknown account |
    unrecognised-or-name | is not recognized at | could not find | could not be found | nobody here | no longer with |
    no longer employed | left the company | nonexistent | non-existent user | is not valid | not valid user | not exists |
    isn't a valid | not a valid recipient | unable to find recipient | recipient verify failed | verification failed |
    not listed | no matches to | mailbox inexistent | konnte nicht gefunden | nicht bekannt | existiert nicht | introuvable |
    n'existe pas | n’existe pas | non esiste | inesistente | bestaat niet | nie istnieje | neexistuje | finns inte | findes ikke |
    finnes ikke | ei löydy | bulunamadı | δεν υπάρχει | не зарегистрирован | неизвестный получатель | нет такого | отсутствует |
    не існує | 找不到 | 用户不存在 | 查無 | 見つかりません | 宛先不明 | 찾을 수 없 |
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
    'toomanyconn',
    words(`
    too many open | maximum connections | connections per | concurrent connection | thread limit | too many invalid |
    max connections | simultaneous connections | too many failed recipients | recipients exceeded | recipient limit |
    too many connections | too many concurrent | connection limit | too many simultaneous |
    exceeds maximum connections | too many sessions | too many recipients`),
  ],
  [
    'blocked',
    words(`
    block list | bad sender ip | barracudacentral | spamcop | sorbs | senderbase | your ip | ip address is |
    the ip you're using | ip has been | bad reputation | connections not accepted from | no access from mail server | client host |
    dynamic ip | dynamically allocated | service refused | not authorized to send mail | your network | refused by | closing transmission channel |
    service not available | greylisted | greylisting | helo command rejected | invalid helo | bad helo | helo name | helo/ehlo |
    temporarily rejected | esmtp not accepting | not accepting connections | s3140 | s3150 | blacklisted | listed in | listed on | block for |
    blacklist | blocklist | block list | black list | blocked | spamhaus | rbl | dnsbl | listed at | banned |
    access denied | denied by | client host rejected | connection refused from | rejected because of |
    refused to talk | connection rejected | not allowed to connect | greylist |
    graylist`),
  ],
  [
    'policyviolation',
    words(`
    local policy | security policies | policy restrictions | policy reject | message not allowed | against our policy |
    administrative prohibition | content policy | violation of policy | blocked by policy | due to policy | rejected by policy |
    policy violation | prohibited | attachment type | not allowed in | forbidden attachment | policy reasons |
    violates`),
  ],
  [
    'expired',
    words(`
    maximum-time-expired | maximum time | remote host is not responding | not responding | not delivered within |
    no answer from host | host not reachable | failing for a long time | too old | has expired | queue.expired | undelivered for |
    unable to deliver in | timeout exceeded | not reachable | no response from | still in the queue | queue lifetime |
    zeitüberschreitung | délai | tiempo de espera | истекло время | 超时 |
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
    routing.loopdetected | hop limit | maximum hop | forwarding loop | looping | mx loop | best-preference mx |
    connection failed | host is down | unable to connect | could not connect | can't connect | network is unreachable |
    failed to connect | connect error | name lookup failure | lookup failed temporarily | network error | communication failure |
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
    authrequired | tls is required | encryption | starttls | must be encrypted | certificate verif |
    authentication is required | client was not authenticated | notauthenticated | not authenticated | state 13 | state 14 |
    unauthenticated senders | authentication required | authentication failed | must authenticate | security | tls | certificate`),
  ],
  [
    'rejected',
    words(`
    valid from | from: domain | sender verify | sender is | null sender | envelope sender | invalid sender |
    bad sender | sender not | notauthorized | only accepts mail from | not accepting mail from | permission to post |
    bin/topic.py?topic= |
    groups.google.com/support | restricted recipient | isn't allowed to | not allowed to send | send as | allowed senders | header based manually blocked |
    sender rejected | sender address | sender denied | sender domain | rejected | refused | denied |
    not authorized | not permitted | permission | mail from | access`),
  ],
  [
    'systemfull',
    words(`
    insufficient disk | not enough disk | out of disk | storage full | disk is full |
    disk full | insufficient system | no space left | system storage | system full`),
  ],
  [
    'systemerror',
    words(`
    queue file write | local configuration error | temporarily unavailable | internal resources | ldap | server configuration |
    mail transport unavailable | unable to open | unable to switch | temporarily deferred | temporary local problem | temporary error |
    points back to | points to local host | service unavailable | cannot open | tempfail | temporary lookup | internal problem |
    mail server temporarily | try later | resources restricted |
    local error | system error | internal error | server error | local configuration | temporary failure |
    configuration error | try again later | resources temporarily | can't create | unable to open`),
  ],
  [
    'mailererror',
    words(`
    x-unix | unknown mailer error | local delivery failed | mail delivery agent | program returned |
    command died | exit status | command output | mailer error | procmail | child status | pipe`),
  ],
  [
    'contenterror',
    words(`
    invalidcontent | data format error | non-ascii | mime error | improper use of 8-bit | headers are | header error |
    message header | no message-id | missing header | duplicate header | malformed header | not rfc | rfc 5322 | rfc5322 | rfc 2822 | bare cr | bare lf |
    malformed | mime | invalid content | bad header | 8-bit | 8bit | bare `),
  ],
  [
    'syntaxerror',
    words(`
    bad address syntax | illegal address syntax | invalid syntax | syntax | malformed address | not implemented |
    syntax error | command not | bad sequence | unrecognized`),
  ],
];
