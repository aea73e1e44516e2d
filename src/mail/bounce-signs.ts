/**
 * How one tells the notice of a mail server from a person's mail, when there is no machine-readable part. Tables of habits:
 * who sends them, what they put in the subject, how they begin. One sign alone proves nothing: people forward such notices.
 */

import { noticeText } from './bounce-text.ts';
import { DELAYS, FINAL, FORMULAS, OPENINGS, SUBJECTS } from './bounce-words.ts';
import type { Message } from './message.ts';

export function isNotice(message: Message): boolean {
  if (message.headers.has('x-failed-recipients')) return true;
  const { notice } = noticeText(message);
  const said = notice.slice(0, 3000).toLowerCase().replace(/\s+/g, ' ');
  const subject = message.subject.toLowerCase();
  if (isPassedOn(message) && (isForward(subject) || !beginsWithFormula(notice, AT_ONCE))) return false;
  // In the middle of a person's mail it is what they quote.
  const formula =
    fromDaemon(message) || nullSender(message)
      ? FORMULAS.some((words) => said.includes(words))
      : beginsWithFormula(notice);
  // Who or what wrote it speaks for a program; the words alone may be a person's, who tells of a failure.
  const origin =
    (fromDaemon(message) ? 2 : 0) +
    (nullSender(message) ? 1 : 0) +
    (formula ? 3 : 0) +
    (message.reports.some(({ type }) => /rfc822/.test(type)) ? 1 : 0) +
    (/auto-(?:generated|replied).{0,20}failure/i.test(message.headers.get('auto-submitted')?.[0] ?? '') ? 2 : 0);
  const words =
    (SUBJECTS.some((start) => subject.includes(start)) ? 2 : 0) +
    (OPENINGS.some((start) => said.includes(start)) || ANSWER.test(said) ? 2 : 0);
  return origin > 0 && origin + words >= 4;
}

/** What the other server answered, in both codes (RFC 2034): the same in every language. */
const ANSWER = /(?:^|[\s#(:<>"'-])[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}(?![\w.])/;

/** A person who answers or forwards a notice, report and all: what it says, it says to them. */
export const isPassedOn = (message: Message): boolean =>
  isAnswer(message.subject.toLowerCase()) && !fromDaemon(message);

const isForward = (subject: string): boolean => /^\s*(?:fwd?|wg|tr|rv|vl|i|enc|vb|pd|пересл\w*|fyi)\s*:/.test(subject);

/** A person's answer to a notice quotes it; a notice about an answer of ours begins with a formula of its own. */
const isAnswer = (subject: string): boolean =>
  /^\s*(?:re|fwd?|aw|antw|wg|tr|rv|sv|vs|vl|ynt|odp|pd|ответ|отв|пересл\w*|fyi)\s*:/.test(subject);

/** Characters: a notice about an answer of ours keeps our `Re:` and begins with its formula; a person has a word to say first. */
const AT_ONCE = 60;
const NEAR = 300;

function beginsWithFormula(notice: string, within = NEAR): boolean {
  const unquoted = notice.split('\n').filter((line) => !line.startsWith('>'));
  const start = unquoted
    .join(' ')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, within + 100);
  return FORMULAS.some((words) => {
    const at = start.indexOf(words);
    return at >= 0 && at <= within;
  });
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
  /^(?:mailer-?daemon|mailer_daemon|postmaster|mdaemon|mail-?daemon|mail-?system|bounces?|mailerdaemon|autoresponder|daemon|mmdf|uucp|mailmaster|post_master|smtp|system|mail|system administrator|mailer|mail-?gateway|mail-?relay|mail-?admin|microsoftexchange[0-9a-f]+|ms-?exchange|exchange|delivery|noreply-delivery|mailerror|mail-?error|postman|mail-?server)(?:[+=-][^@]*)?(?:\\?@|$)/i;
const DAEMON_NAME =
  /mail(?:er)?[ -]?daemon|(?:mail|internet) delivery (?:sub)?(?:system|service)|delivery status notif|postmaster|mail (?:delivery|system|administrator|router|gateway|server)|microsoft outlook|почтовая (?:система|служба)|почтовый сервер|system administrator|mailer-daemon/i;
