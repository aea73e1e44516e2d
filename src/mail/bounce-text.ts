/**
 * The notice that a mail server wrote for people → which addresses failed and what was said about each. Pure and linear.
 */
import type { Message } from './message.ts';

export interface TextFailure {
  readonly recipient: string;
  readonly diagnostic: string;
}

/** What the server says, and the returned mail that follows it ('' when it is a part of its own or missing). */
export function noticeText(message: Message): { notice: string; returned: string } {
  const text = message.text.slice(0, 200_000);
  const lines = text.split('\n');
  const end = lines.findIndex((line, i) => i > 0 && RETURNED.some((pattern) => pattern.test(line)));
  if (end < 0) return { notice: text.slice(0, 20_000), returned: '' };
  return { notice: lines.slice(0, end).join('\n').slice(0, 20_000), returned: lines.slice(end + 1).join('\n') };
}

/** Lines with which servers announce the mail that they give back. */
const RETURNED: readonly RegExp[] = [
  /^[\s>|*+=-]{0,40}(?:this is a copy of|below (?:this|the next) line is a copy|enclosed is a copy|here is (?:a|your) (?:copy|returned|message)|a copy of (?:the|your) (?:original )?message|copy of (?:the )?(?:original )?(?:message|mail))/i,
  /^[\s>|*+=-]{0,40}(?:start of returned message|returned m(?:ail|essage)|original m(?:ail|essage)|unsent message|original headers?|headers? (?:of|from) (?:the )?(?:source|original|returned|message)|message headers?(?: follow)?|undelivered message|included (?:is|below) (?:a )?copy|message text follows|your (?:original )?message (?:follows|begins|reads)|message contents?|text of (?:your )?message|old message)[\s:>|*+=-]{0,40}(?:follows?|begins|as received|is|attached|below)?.{0,30}$/i,
  /^(?:the )?(?:original message|header section|first .{0,20} lines of (?:the )?(?:message|original)|full message|message header) .{0,40}(?:follows?|included|below|is as follows|was|attached).{0,20}$/i,
  /^\s{0,8}-{2,} ?(?:original message|вложенное сообщение|исходное сообщение|копия сообщения|ursprüngliche nachricht|message original).{0,40}$/i,
  /^(?:Return-Path|Received|X-Received): ?\S/i,
];

/** The failed recipients that the notice names. The best witness speaks: header, then lines about an address, then any address. */
export function failuresInText(message: Message): TextFailure[] {
  const { notice } = noticeText(message);
  const lines = notice.split('\n');
  const ours = ownAddresses(message);
  const abouts = distinct(lineFailures(afterAnnouncement(lines)));
  const others = abouts.filter(({ recipient }) => !isBystander(recipient, ours));
  // Behind a catch-all the failed address may be the one that the notice was delivered to.
  const named = others.length > 0 ? others : abouts.filter(({ recipient }) => !isStaff(recipient));
  const listed = headerFailures(message);
  if (listed.length > 0) {
    return listed.map(
      (recipient) =>
        named.find((one) => one.recipient.toLowerCase() === recipient.toLowerCase()) ?? {
          recipient,
          diagnostic: notice,
        },
    );
  }
  if (named.length > 0) return named;
  const bare = boxWithoutDomain(message, lines);
  if (bare.length > 0) return bare.map((recipient) => ({ recipient, diagnostic: notice }));
  const said = addressesIn(`${message.subject}\n${notice}`).filter((one) => !isBystander(one, ours));
  // Of several the one that the returned mail was for: the others are help and examples.
  const sent = new Set([...returnedBoxes(message), ...tracedBoxes(message)].map((one) => one.toLowerCase()));
  const both = said.filter((one) => sent.has(one.toLowerCase()));
  if (both.length > 0) return both.map((recipient) => ({ recipient, diagnostic: notice }));
  if (said.length > 0) return said.slice(0, 10).map((recipient) => ({ recipient, diagnostic: notice }));
  const to = returnedTo(message);
  return (to.length > 0 ? to : boxWithoutDomain(message, lines)).map((recipient) => ({
    recipient,
    diagnostic: notice,
  }));
}

/** A server that speaks of its own users leaves the domain out: the name below the announcement is one of its boxes. */
function boxWithoutDomain(message: Message, lines: readonly string[]): string[] {
  const domain = message.from[0]?.address.split('@')[1];
  const at = lines.findIndex(
    (line) => line.length < 300 && /\b(?:recipients?|addresse?s?|following|users?)\b.{0,200}:\s{0,5}$/i.test(line),
  );
  const below = at < 0 ? undefined : lines.slice(at + 1, at + 4).find((line) => line.trim() !== '');
  const box = /^\s{0,20}<?([\w.+-]{2,64})>?(?:[ \t]{2}.{0,200})?[ \t]{0,5}$/.exec(below ?? '')?.[1];
  return domain && box ? [`${box}@${domain}`] : [];
}

/** Where the failed addresses begin: Exchange and others first repeat whom the mail was for. */
const ANNOUNCES =
  /(?:\b(?:following(?! header)|these|specified|diesen?|folgende[nr]?|suivante?s?|siguientes?|seguenti|seguintes|volgende|następujących|následující|följande|følgende|seuraaville|aşağıdaki)\b|следующ|наступн|以下|下列|次の|다음).{0,60}[:.：]?\s{0,5}$|did not reach|-{3,} ?(?:the following addresses|failed recipients?)/i;

/** The lines after the first announcement that has an address behind it, or all of them. */
function afterAnnouncement(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => line.length < 300 && ANNOUNCES.test(line));
  const after = lines.slice(at + 1);
  return at >= 0 && after.some((line) => line.length < 1000 && ABOUT.some((pattern) => pattern.test(line)))
    ? after
    : lines;
}

/** Exim, Gmail: the header says it. */
function headerFailures(message: Message): string[] {
  const values = message.headers.get('x-failed-recipients') ?? [];
  return values.flatMap((value) => addressesIn(value));
}

/** A line that is about one address: `<a@b>: reason`, `a@b`, `To: a@b`, `a@b on Fri, 20 Jul …`, `550 <a@b>... User unknown`. */
const ABOUT: readonly RegExp[] = [
  /^[\s>*]{0,20}(?<code>[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3} )?)<(?<box>[^<>\s@]+@[^<>\s]+)>\s{0,3}\.{2,3}\s*(?<rest>.*)$/,
  /^[\s>*|"'-]{0,20}<(?<box>[^<>\s@]+@[^<>\s]+)>\s{0,5}(?:\(.{0,100}\))?\s{0,5}:?\s*(?<rest>.*)$/,
  /^[\s>*|"'-]{0,20}(?<box>[^<>\s@:;,"'：，]+@[\w.-]+\w)["']?\s{0,5}(?:<[^<>]{0,200}>)?\s{0,5}(?:[:;,]|\.{2,3}|on (?=\w{3},? ?\d{0,2})|(?=Error\b)|-|\(|$)\s*(?<rest>.*)$/,
  /^[\s>*|-]{0,20}(?:final-recipient|original-recipient|failed recipients?|recipients?(?:'s)?(?: address(?:es)?| names?)?|intended recipient|undeliverable address|failed address(?:es)?|addressee?|to|for|destination(?: address)?|user|e-?mail(?: address)?|empfänger(?:adresse)?|destinataire|destinatario|destinatário|ontvanger|odbiorca|mottagare|modtager|mottaker|alıcı|адресат|получатель|адрес получателя|отримувач|收件人|受信者|宛先|받는 ?사람)\s{0,5}[:=：]\s{0,10}(?:rfc822;\s{0,5})?[[<"']{0,2}(?<box>[^<>\s@:;,"'[\]]+@[\w.-]+\w)[\]>"']{0,2}\s*(?<rest>.*)$/i,
  /^[\s(]{0,20}expanded from:? {0,5}<?(?<box>[^<>\s@:;,"']+@[\w.-]+\w)>?\)?(?<rest>)$/i,
  /^.{0,80}(?:smtp=|rcpt to:\s{0,5}<?)(?<box>[^<>\s@:;,"']+@[\w.-]+\w)>?;?\s*(?<rest>.*)$/i,
];
const OWN_LINES = 12;

function lineFailures(lines: readonly string[]): TextFailure[] {
  const found: { recipient: string; line: number; rest: string }[] = [];
  lines.forEach((line, index) => {
    if (line.length > 1000) return;
    for (const pattern of ABOUT) {
      const { box, code = '', rest = '' } = pattern.exec(line)?.groups ?? {};
      if (box === undefined) continue;
      found.push({ recipient: cleanAddress(box), line: index, rest: code + rest });
      return;
    }
  });
  return found.map(({ recipient, line, rest }, i) => {
    const next = found[i + 1]?.line ?? lines.length;
    return {
      recipient,
      diagnostic: `${rest} ${paragraph(lines, line + 1, Math.min(next, line + 1 + OWN_LINES))}`.trim(),
    };
  });
}

/** The lines from `from` to the end of the paragraph; one blank line directly after the address is skipped. */
function paragraph(lines: readonly string[], from: number, to: number): string {
  const start = lines[from]?.trim() === '' ? from + 1 : from;
  const out: string[] = [];
  for (let i = start; i < to && lines[i]!.trim() !== ''; i++) out.push(lines[i]!.trim());
  return out.join(' ');
}

function distinct(failures: readonly TextFailure[]): TextFailure[] {
  const by = new Map<string, TextFailure>();
  for (const failure of failures) {
    const key = failure.recipient.toLowerCase();
    const known = by.get(key);
    by.set(
      key,
      known ? { recipient: known.recipient, diagnostic: `${known.diagnostic} ${failure.diagnostic}`.trim() } : failure,
    );
  }
  return [...by.values()];
}

const ADDRESS = /[^\s<>"'(),:;[\]\\@|]{1,64}@[A-Za-z0-9][\w.-]{0,252}[A-Za-z0-9]/g;

export const addressesIn = (text: string): string[] => {
  const by = new Map<string, string>();
  for (const [found] of text.slice(0, 50_000).matchAll(ADDRESS)) {
    const clean = cleanAddress(found);
    if (!by.has(clean.toLowerCase())) by.set(clean.toLowerCase(), clean);
  }
  return [...by.values()];
};

const cleanAddress = (text: string): string =>
  text.replace(/^(?:rfc822;|smtp=|mailto:|[*=.-])+/i, '').replace(/[.,;:>]+$/, '');

/** The addresses of the notice itself: we, the server that wrote it, its postmaster. They are named in it and did not fail. */
function ownAddresses(message: Message): ReadonlySet<string> {
  const boxes = [...message.from, ...message.to, ...message.replyTo, ...(message.sender ? [message.sender] : [])].map(
    ({ address }) => address,
  );
  const traced = ['delivered-to', 'x-original-to', 'envelope-to', 'return-path', 'errors-to'].flatMap((name) =>
    addressesIn((message.headers.get(name) ?? []).join(' ')),
  );
  return new Set([...boxes, ...traced].map((one) => one.toLowerCase()));
}

const isBystander = (address: string, ours: ReadonlySet<string>): boolean =>
  ours.has(address.toLowerCase()) || isStaff(address);

/** Whom the notice offers for help, and what only looks like an address. */
const isStaff = (address: string): boolean =>
  /^(?:postmaster|mailer-daemon|abuse|hostmaster|support|helpdesk|info-?request)@/i.test(address) ||
  /\.(?:qmail|mailman|gif|png|html?)$/i.test(address);

/** Whom the returned mail was for: the last resort, and only when it names one. */
function returnedTo(message: Message): string[] {
  const found = returnedBoxes(message);
  return found.length === 1 ? found : [];
}

const returnedText = (message: Message): string =>
  message.reports.find(({ type }) => /rfc822/.test(type))?.text ?? noticeText(message).returned;

/** Whom its trace says that it was for: `Received: … for <olga@client.example>; …`. */
const tracedBoxes = (message: Message): string[] =>
  [
    ...returnedText(message)
      .slice(0, 20_000)
      .matchAll(/\bfor\s{1,20}<([^<>\s@]{1,64}@[^<>\s]{1,255})>/gi),
  ].map(([, box]) => box!);

function returnedBoxes(message: Message): string[] {
  const returned = returnedText(message);
  const to = /^(?:x-)?(?:to|rcpt-to|envelope-to|original-recipient):[ \t]*([^\n]*)/im.exec(returned)?.[1] ?? '';
  return addressesIn(to);
}
