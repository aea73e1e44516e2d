/**
 * Takes our secrets out of any text or HTML before it is stored, shown, exported or sent on: dashboard links, reply and bounce
 * addresses, marks, Message-IDs with tokens. decisions.md "Dashboard link": they are removed from every text.
 *
 * Tokens are found by what they are (token-find.ts), however they are dressed; what is around one (the link, the address) goes
 * with it, and a person still reads the sentence. Linear; the same text twice changes nothing.
 */
import type { MailShape } from './thread.ts';
import { findTokens, SHORTEST, type Span } from './token-find.ts';
import { encodings, escaped } from './token-shape.ts';

/** Stands where a secret was. */
export const REMOVED_SECRET = '•••';

export function removeSecrets(text: string, shape: MailShape): string {
  if (text.length < SHORTEST) return text;
  const hidden = text.length < SHORTEST_HIDDEN ? [] : [...hiddenInLinks(text), ...hiddenInRuns(text)];
  const spans = [...findTokens(text), ...hidden];
  if (spans.length === 0) return text;
  const around = surroundings(shape);
  let clean = '';
  let from = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const { start, end, instead } = wholeOf(text, span, from, around);
    if (end <= from) continue;
    clean += text.slice(from, start) + instead + tagsIn(text.slice(start, end));
    from = end;
  }
  return clean + text.slice(from);
}

/** A token that markup runs through: the markup stays, for its other half stands elsewhere. */
const tagsIn = (secret: string): string => secret.match(/<\/?[a-z]{1,6}(?: [^<>]{0,30})?>/gi)?.join('') ?? '';

interface Surroundings {
  /** In what stands before a token: what goes along, at its end. */
  readonly address: RegExp;
  /** In what stands behind it. */
  readonly host: RegExp;
}

const LOOK = 8000;

/** The token with what makes no sense without it. `from`: what stands before has been written already. */
function wholeOf(text: string, span: Span, from: number, { address, host }: Surroundings): Span & { instead: string } {
  const before = text.slice(Math.max(from, span.start - LOOK), span.start);
  const behind = text.slice(span.end, span.end + LOOK);
  const url = URL_BEFORE.exec(before)?.[0];
  if (url !== undefined) {
    const rest = URL_BEHIND.exec(behind)![0];
    const end = span.end + rest.length - SENTENCE_END.exec(rest)![0].length;
    return { start: span.start - url.length, end, instead: REMOVED_SECRET };
  }
  const mark = MARK_BEFORE.exec(before)?.[0];
  if (mark !== undefined) {
    // The quotation mark that it opened; another one ends something around it.
    const isQuoted = /["']$/.test(mark) && behind[0] === mark.at(-1);
    return { start: span.start - mark.length, end: span.end + (isQuoted ? 1 : 0), instead: '' };
  }
  const box = address.exec(before)?.[0];
  if (box === undefined) return { ...span, instead: REMOVED_SECRET };
  return {
    start: span.start - box.length,
    end: span.end + (host.exec(behind)?.[0].length ?? 0),
    instead: REMOVED_SECRET,
  };
}

/** A URL that reaches up to the token, also one of a link scanner that has ours inside, or one that was cut right before it. */
const URL_BEFORE = /https?(?::\/\/|%(?:25){0,3}3a)[^\s<>"'`]*(?:=\r?\n|[/=]\r?\n[> \t]{0,40})?$/i;
const URL_BEHIND = /^[^\s<>"'`]*/;
/** A sentence's own full stop or bracket after a link stays. */
const SENTENCE_END = /[.,;:!?)\]]{0,3}$/;

const MARK_BEFORE = /(?:\s[\w-]{0,20}postern[\w-]{0,10}=(?:3d)?["']?|\bref:[ \t]{0,10})$/i;

function surroundings({ replyPrefix, bouncePrefix }: MailShape): Surroundings {
  const prefixes = [replyPrefix, bouncePrefix].map(escaped).join('|');
  return {
    address: new RegExp(`(?:mailto:)?(?<![a-z0-9])(?:${prefixes})(?:${encodings('+')}|[-=])$`, 'i'),
    host: new RegExp(`^${encodings('@')}[\\w.-]{1,253}[\\w-]`, 'i'),
  };
}

/** Some scanners write the whole link in base64 into their own. */
const URL_RUN = /\bhttps?:\/\/[^\s<>"'`]{72,8000}/gi;
const SHORTEST_HIDDEN = 80;
const BASE64 = /[A-Za-z0-9+/_-]{72,}/g;

function hiddenInLinks(text: string): Span[] {
  return [...text.matchAll(URL_RUN)]
    .filter(([url]) => [...url.matchAll(BASE64)].some(([run]) => hides(run)))
    .map(({ index, 0: url }) => ({ start: index, end: index + url.length - SENTENCE_END.exec(url)![0].length }));
}

/** Base64 inside a line, as in `data:` and encoded words. A whole line of it is a part of a mail, which is opened before (raw-secrets.ts). */
function hiddenInRuns(text: string): Span[] {
  return [...text.matchAll(BASE64)]
    .map(({ index, 0: run }) => ({ start: index, end: index + run.length }))
    .filter(({ start, end }) => !isWholeLine(text, start, end) && hides(text.slice(start, end)));
}

const isWholeLine = (text: string, start: number, end: number): boolean =>
  (start === 0 || text[start - 1] === '\n') && /^={0,2}\r?(?:\n|$)/.test(text.slice(end, end + 4));

/** Where the encoded part begins is not known: one of four offsets is right. */
const hides = (run: string): boolean =>
  [0, 1, 2, 3].some((offset) => findTokens(Buffer.from(run.slice(offset), 'base64').toString('latin1')).length > 0);
