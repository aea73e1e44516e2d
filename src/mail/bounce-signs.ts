/**
 * How one tells the notice of a mail server from a person's mail, when there is no machine-readable part. Tables of habits:
 * who sends them, what they put in the subject, how they begin. One sign alone proves nothing: people forward such notices.
 */

import { noticeText } from './bounce-text.ts';
import type { Message } from './message.ts';

export function isNotice(message: Message): boolean {
  if (message.headers.has('x-failed-recipients')) return true;
  const { notice } = noticeText(message);
  const said = notice.slice(0, 3000).toLowerCase().replace(/\s+/g, ' ');
  const subject = message.subject.toLowerCase();
  if (isAnswer(subject) && !fromDaemon(message) && !beginsWithFormula(notice)) return false;
  // Who or what wrote it speaks for a program; the words alone may be a person's, who tells of a failure.
  const origin =
    (fromDaemon(message) ? 2 : 0) +
    (nullSender(message) ? 1 : 0) +
    (FORMULAS.some((words) => said.includes(words)) ? 3 : 0) +
    (message.reports.some(({ type }) => /rfc822/.test(type)) ? 1 : 0) +
    (/auto-(?:generated|replied).{0,20}failure/i.test(message.headers.get('auto-submitted')?.[0] ?? '') ? 2 : 0);
  const words =
    (SUBJECTS.some((start) => subject.includes(start)) ? 2 : 0) +
    (OPENINGS.some((start) => said.includes(start)) ? 2 : 0);
  return origin > 0 && origin + words >= 4;
}

/** A person's answer to a notice quotes it; a notice about an answer of ours begins with a formula of its own. */
const isAnswer = (subject: string): boolean => /^\s*(?:re|fwd?|aw|wg|tr|rv|sv|ответ|пересл)\s*:/.test(subject);

function beginsWithFormula(notice: string): boolean {
  const unquoted = notice.split('\n').filter((line) => !line.startsWith('>'));
  const start = unquoted.join(' ').toLowerCase().replace(/\s+/g, ' ').slice(0, 400);
  return FORMULAS.some((words) => start.includes(words));
}

/** A warning: the server has not given up. */
export function noticeSaysDelay(message: Message): boolean {
  const { notice } = noticeText(message);
  const said = `${message.subject}\n${notice.slice(0, 4000)}`.toLowerCase().replace(/\s+/g, ' ');
  if (FINAL.some((words) => said.includes(words))) return false;
  return DELAYS.some((words) => said.includes(words));
}

const fromDaemon = (message: Message): boolean =>
  message.from.some(({ address, name }) => DAEMON_BOX.test(address.replaceAll('"', '')) || DAEMON_NAME.test(name)) ||
  (message.from.length === 0 && DAEMON_NAME.test(message.headers.get('from')?.[0] ?? '')) ||
  /mailer-daemon/i.test(message.headers.get('return-path')?.[0] ?? '');

const nullSender = (message: Message): boolean => /^\s*<\s*>/.test(message.headers.get('return-path')?.[0] ?? '');

const DAEMON_BOX =
  /^(?:mailer-?daemon|mailer_daemon|postmaster|mdaemon|mail-?daemon|mail-?system|bounces?|mailerdaemon|autoresponder|e500_smtp_mail_service|daemon|mmdf|uucp|mailmaster|post_master|smtp|system|mail|system administrator)(?:[+=-][^@]*)?(?:\\?@|$)/i;
const DAEMON_NAME =
  /mail(?:er)?[ -]?daemon|(?:mail|internet) delivery (?:sub)?(?:system|service)|delivery status notif|postmaster|mail (?:delivery|system|administrator|router|gateway)|system administrator|jetmail system|mailer-daemon/i;

const SUBJECTS: readonly string[] = [
  // Sendmail, Postfix, Exim, qmail, Exchange, Domino, MDaemon, and their translations
  'undeliver',
  'returned mail',
  'delivery status notification',
  'delivery failure',
  'delivery notification',
  'mail delivery failed',
  'failure notice',
  'returned to sender',
  'returning message to sender',
  'delivery report',
  'non-delivery',
  'nondeliverable',
  'non deliverable',
  'could not be delivered',
  'delivery problem',
  'delivery error',
  'mail error',
  'mail failed',
  'failed mail',
  'delivery has failed',
  'delivery has been delayed',
  'delayed mail',
  'delivery delay',
  'delivery failed',
  'failed delivery',
  'message delayed',
  'warning: message',
  'warning: could not send',
  'not delivered',
  'not be delivered',
  'mail system error',
  'processing error',
  'message status',
  'rejected mail',
  'mail rejected',
  'mail could not',
  'unable to deliver',
  'error sending',
  'error mail',
  'failure delivery',
  'delivery unsuccessful',
  'bounced mail',
  'user unknown',
  'unknown user',
  'no longer',
  'address does not exist',
  'unzustellbar',
  'nicht zustellbar',
  'nicht zugestellt',
  'non remis',
  'échec de la remise',
  'non distribu',
  'no se puede entregar',
  'no entregado',
  'devuelto',
  'mancato recapito',
  'non recapitabile',
  'onbestelbaar',
  'não entregue',
  'falha na entrega',
  'olevererbar',
  'ikke leveret',
  'niet bezorgd',
  'не доставлен',
  'не удалось доставить',
  'недоставлен',
  'недоставка',
  'ошибка доставки',
  'сообщение не доставлено',
  'возвращено',
  '配信不能',
  '配信エラー',
  '退信',
  '系统退信',
  '传输失败',
  '发送失败',
  '投遞失敗',
  '無法傳遞',
  'mail delivery warning',
  'delivery warning',
  '投递失败',
];

/** How the texts begin or what they say first; spaces folded, lower case. */
const OPENINGS: readonly string[] = [
  "i'm afraid i wasn't able to deliver",
  'was unable to deliver',
  'unable to deliver',
  'could not be delivered',
  'cannot be delivered',
  'can not be delivered',
  'was not delivered',
  'not been delivered',
  'has not been delivered',
  'did not reach the following recipient',
  "wasn't delivered",
  "couldn't be delivered",
  'delivery to the following recipient',
  'delivery has failed',
  'following addresses had permanent',
  'following recipient',
  'following address',
  'not able to deliver',
  'were not able to deliver',
  'could not deliver',
  'cannot deliver',
  'undeliverable',
  'returned to sender',
  'permanent error',
  'permanent fatal errors',
  'delivery failed',
  'failed permanently',
  'mail delivery system',
  'message could not',
  'not delivered',
  'problem with the e-mail address',
  'failed recipient',
  'failed addresses',
  'intended recipient',
  'unknown user',
  'user unknown',
  'no such user',
  'mailbox unavailable',
  'mailbox is full',
  'quota',
  'does not exist',
  "doesn't exist",
  'non-existent',
  'recipient unknown',
  'bounced',
  'was rejected',
  'has been rejected',
  'temporary problem',
  'delayed',
  'konnte nicht zugestellt werden',
  "n'a pas pu être",
  'no se pudo entregar',
  'no se ha podido',
  'impossibile recapitare',
  'kon niet worden bezorgd',
  'não pôde ser entregue',
  'не было доставлено',
  'не может быть доставлено',
  'не удалось доставить',
  'не доставлено',
  'has been postponed',
  '无法发送',
  '无法送达',
  '未能送达',
  '無法傳遞',
  '被退回',
  '配信できません',
  '送信できません',
  '届けることができません',
];

/** What only programs write. */
const FORMULAS: readonly string[] = [
  'failed recipient:',
  'could not be delivered to the following',
  'could not be delivered to the recipient',
  'your message could not be delivered to',
  'could not deliver message to the following',
  'did not reach the following recipient',
  'remote host said',
  'delivery attempts will continue',
  'non-delivery report',
  'this is the qmail-send program',
  'this message was created automatically by mail delivery',
  'this is the mail system at',
  'the postfix program',
  'reporting-mta:',
  'final-recipient:',
  'failed recipients',
  'transcript of session follows',
  'your message was not delivered',
  'the following addresses had',
  'error code:',
  'smtp error from remote',
  'this is an automatically generated delivery status',
  'generated automatically by',
  'automatically generated',
  'message log follows',
  'failed addresses follow',
];

const DELAYS: readonly string[] = [
  'has been postponed',
  'continue to try to deliver',
  'has not yet been delivered',
  'not yet been delivered',
  'delivery attempts will continue',
  'will be retried',
  'will continue to',
  'will keep trying',
  'no action is required',
  'delivery status notification (delay)',
  'delivery delayed',
  'delivery has been delayed',
  'message delayed',
  'still being retried',
  'warning message only',
  'you do not need to resend',
  'you do not have to resend',
  'has been delayed',
  'temporarily delayed',
  'delayed mail',
  'this is a warning',
  'message still undelivered',
  'warning: could not send message for past',
  'retry for',
  'will try again',
  'will retry',
  'has experienced a delay',
  'доставка отложена',
  'будут продолжены',
];

const FINAL: readonly string[] = [
  'permanent error',
  'permanent fatal errors',
  "i've given up",
  'giving up on your message',
  'delivery has failed',
  'failed permanently',
  'could not be delivered to one or more',
  'permanent delivery failure',
  'will not be retried',
  'no further attempts',
];
