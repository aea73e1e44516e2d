/**
 * Is this mail a mail server telling us that ours did not arrive, and whom did it not reach? RFC 3464 where it is followed,
 * else the habits of mail servers (bounce-signs.ts). Pure.
 */

import { readNotification } from './bounce-notification.ts';
import { type BounceReason, reasonOf, STATUS_OF } from './bounce-reason.ts';
import { type ReportedDelivery, reportedDeliveries } from './bounce-report.ts';
import { isNotice, isPassedOn, noticeSaysDelay } from './bounce-signs.ts';
import { failuresInText, noticeText, type TextFailure } from './bounce-text.ts';
import type { Message } from './message.ts';

export type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

export interface BouncedDelivery {
  /** Lower-cased, or '' when the server did not say. */
  readonly recipient: string;
  readonly action: DeliveryAction;
  /** RFC 3463; made from the reason when the server gave none. */
  readonly status: string;
  /** The SMTP reply code, or ''. */
  readonly code: string;
  readonly reason: BounceReason;
  /** What the server said, one line, at most 500 characters. */
  readonly diagnostic: string;
}

export interface Bounce {
  /** It has the machine-readable part of RFC 3464. */
  readonly dsn: boolean;
  /** The letter will not arrive: at least one delivery failed. False for a delay, after which the server goes on trying. */
  readonly permanent: boolean;
  readonly deliveries: readonly BouncedDelivery[];
  /** The mail that came back, or its header, as text: our Message-ID and marks are in it. '' when it did not. */
  readonly returned: string;
}

export function readBounce(message: Message): Bounce | null {
  const report = message.reports.find(({ type }) => /delivery-status$/.test(type));
  const deliveries = report ? fromReport(report.text, message) : [];
  if (report && isPassedOn(message) && !isReport(message)) return null;
  if (report && deliveries.length > 0) return bounce(true, deliveries, message);
  if (!report && !isNotice(message)) return readNotification(message);
  const inner = innerReport(message);
  if (inner.length > 0) return bounce(report !== undefined, inner, message);
  const failures = failuresInText(message).map((failure) => fromText(failure, message));
  if (failures.length === 0 && !report) return bounce(false, [unnamed(message)], message);
  return bounce(report !== undefined, failures.length > 0 ? failures : [unnamed(message)], message);
}

/** RFC 6522: the outermost part says that the mail is a report and nothing else. */
const isReport = (message: Message): boolean =>
  /^\s*multipart\/report\b/i.test(message.headers.get('content-type')?.[0] ?? '');

/** A gateway packed the report of another server into its own notice, as an attached mail or as text. */
function innerReport(message: Message): BouncedDelivery[] {
  const packed = [
    ...message.reports.filter(({ type }) => /rfc822|global$/.test(type)).map(({ text }) => text),
    noticeText(message).returned,
    message.text.slice(0, 50_000),
  ];
  const text = packed.find((one) => /^(?:Final|Original)-Recipient:[^\n]*@/im.test(one));
  return text === undefined ? [] : fromReport(text, message);
}

function bounce(dsn: boolean, deliveries: readonly BouncedDelivery[], message: Message): Bounce | null {
  // RFC 3464 §2.3.3: a report of success is no bounce.
  if (deliveries.every(({ action }) => action === 'delivered' || action === 'relayed' || action === 'expanded'))
    return null;
  const returned =
    message.reports.find(({ type }) => /rfc822|global$/.test(type))?.text ?? noticeText(message).returned;
  return { dsn, permanent: deliveries.some(({ action }) => action === 'failed'), deliveries, returned };
}

function fromReport(text: string, message: Message): BouncedDelivery[] {
  const reported = reportedDeliveries(text);
  const failures = reported.some(needsWords) ? failuresInText(message) : [];
  return reported.map((one) => {
    const words =
      failures.find(({ recipient }) => sameBox(recipient, one.recipient))?.diagnostic ??
      (failures.length === 1 ? failures[0]!.diagnostic : '');
    const said = one.diagnostic || (needsWords(one) ? words : '');
    return delivery(one.recipient, actionOf(one), one.status, said, words);
  });
}

/** Some servers leave the diagnostic out, or repeat the status in it, and write the reason for people. */
const needsWords = (one: ReportedDelivery): boolean =>
  one.diagnostic === '' || /^[\d. ]*$/.test(one.diagnostic) || GENERIC.test(one.status);

const ACTIONS: ReadonlySet<string> = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);
function actionOf({ action, status }: ReportedDelivery): DeliveryAction {
  if (ACTIONS.has(action)) return action as DeliveryAction;
  return action.startsWith('delay') || (action === '' && status.startsWith('4'))
    ? 'delayed'
    : status.startsWith('2')
      ? 'delivered'
      : 'failed';
}

function fromText({ recipient, diagnostic }: TextFailure, message: Message): BouncedDelivery {
  return delivery(
    recipient,
    noticeSaysDelay(message) ? 'delayed' : 'failed',
    '',
    diagnostic,
    noticeText(message).notice,
  );
}

const unnamed = (message: Message): BouncedDelivery =>
  delivery('', noticeSaysDelay(message) ? 'delayed' : 'failed', '', '', noticeText(message).notice);

/** `said`: the words about this recipient; `around`: the whole notice, asked only when they say nothing. */
export function delivery(
  recipient: string,
  action: DeliveryAction,
  reported: string,
  said: string,
  around: string,
): BouncedDelivery {
  const known = reasonOf(said, '');
  const words = known === 'undefined' ? `${said} ${around}` : said;
  const status = ownStatus(reported, said, around) || bestStatus('', words);
  const reason = reasonOf(words, status);
  return {
    recipient: recipient.toLowerCase(),
    action,
    status: status || derivedStatus(reason, action),
    code: replyCode(said) || replyCode(words),
    reason,
    diagnostic: said.replace(/\s+/g, ' ').trim().slice(0, 500),
  };
}

/** The code for this recipient; where it says only that time is up, the notice for people may tell what the last try met. */
function ownStatus(reported: string, said: string, around: string): string {
  const status = bestStatus(reported, said);
  return GENERIC.test(status) ? bestStatus(status, `${said} ${around}`) : status;
}

/** `5.0.0` says only "failed" and `4.4.7` only "gave up": the code of the last answer, in the words, is worth more. */
const GENERIC = /^(?:[245]\.0\.0|[45]\.4\.7)$/;
/** What the other server answered, reply code and enhanced code together (RFC 2034): its own view of the matter. */
const ANSWERED = /(?:^|[^\d.])[45]\d\d[ -]([45]\.\d{1,3}\.\d{1,3})(?![\w]|\.\d)/;
/** Not part of an IP address, a version or a host name: nothing of a number around it. */
const ENHANCED = /(?:^|[\s(#:;,\-[=])([45]\.\d{1,3}\.\d{1,3})(?![\w]|\.\d)/g;

function bestStatus(reported: string, said: string): string {
  const found = [...said.slice(0, 8000).matchAll(ENHANCED)]
    .map((match) => match[1]!)
    .filter((one) => Number(one.split('.')[1]) <= 7);
  const specific = found.find((one) => !GENERIC.test(one)) ?? found[0] ?? '';
  if (reported === '') return specific;
  const answered = ANSWERED.exec(said)?.[1] ?? '';
  if (answered !== '' && !GENERIC.test(answered)) return answered;
  return GENERIC.test(reported) && specific !== '' && specific[0] === reported[0] ? specific : reported;
}

const replyCode = (text: string): string =>
  /(?:^|[\s(#:>\]"'=[-])([45][0-5]\d)(?=[\s\-.:;,)\]#"']|$)/.exec(text.slice(0, 8000))?.[1] ?? '';

/** The class says how it ended (RFC 3463 §2): a server that gave up has failed for good, whatever the reason was. */
const derivedStatus = (reason: BounceReason, action: DeliveryAction): string =>
  `${action === 'failed' ? 5 : 4}${STATUS_OF[reason].slice(1)}`;

const sameBox = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
