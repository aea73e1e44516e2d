/**
 * What ties a mail to a task: the reply address, our Message-ID in References, the mark in the body, a dashboard link.
 * Here they are only found by their shape, wherever relays and mail programs leave them; `verifyCarriers` asks the keys.
 * decisions.md "Tokens and carriers". Pure.
 */
import type { ContactId, LetterId } from '../base/id.ts';
import { type Keyring, type Purpose, readLetterToken, readPersonToken } from '../base/token.ts';
import type { Message } from './message.ts';
import {
  encodings,
  escaped,
  healToken,
  LETTER_TOKEN,
  PERSON_TOKEN,
  RUN_ENDS,
  RUN_STARTS,
  UNSEEN,
} from './token-shape.ts';

export interface MailShape {
  readonly mailDomain: string;
  readonly replyPrefix: string;
  readonly bouncePrefix: string;
}

export type Where = 'envelope' | 'header' | 'references' | 'body';
export type CarrierPurpose = Extract<Purpose, 'reply' | 'bounce' | 'message' | 'mark' | 'dashboard'>;

export interface Candidate {
  readonly token: string;
  readonly purpose: CarrierPurpose;
  readonly where: Where;
  /** Nothing around it says what it is: it may be anybody's, and is no forgery when it is not ours. */
  readonly bare?: boolean;
}

export interface Carriers {
  /** The strongest first: envelope, address headers, references, body. */
  readonly tokens: readonly Candidate[];
  /** Every Message-ID the mail refers to, ours or not; the nearest first. */
  readonly references: readonly string[];
}

const MAX_CANDIDATES = 50;
const BODY_LOOK = 1024 * 1024;

export function readCarriers(message: Message, rcpts: readonly string[], shape: MailShape): Carriers {
  const address = addressPatterns(shape);
  const body = bodyText(message);
  const places: [Where, string, readonly Pattern[]][] = [
    ['envelope', rcpts.join('\n'), address],
    ['header', headerText(message, ADDRESS_HEADERS), address],
    ['references', referenceText(message), MESSAGE_PATTERNS],
    ['body', body, [...BODY_PATTERNS, ...MESSAGE_PATTERNS, ...address]],
  ];
  const found = new Map<string, Candidate>();
  const named = new Set<string>();
  for (const [where, text, patterns] of places) {
    for (const [purpose, pattern] of patterns) {
      for (const match of text.matchAll(pattern)) {
        const token = healToken(match[1]!);
        named.add(token);
        const key = `${purpose} ${token}`;
        if (!found.has(key) && found.size < MAX_CANDIDATES) found.set(key, { token, purpose, where });
      }
    }
  }
  const bare = bareTokens(body).filter((token) => !named.has(token));
  const marks = bare.map((token) => ({ token, purpose: 'mark', where: 'body', bare: true }) as const);
  const references = [...message.inReplyTo, ...[...message.references].reverse()];
  return {
    tokens: [...found.values(), ...marks].slice(0, MAX_CANDIDATES),
    references: [...new Set(references)],
  };
}

type Pattern = readonly [CarrierPurpose, RegExp];
const pattern = (source: string): RegExp => new RegExp(source, 'gi');

/** The envelope survives aliases in these; RFC 5321's own trace (`for <…>`) is in Received. */
const ADDRESS_HEADERS = [
  'to',
  'cc',
  'bcc',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'x-rcpt-to',
  'x-forwarded-to',
  'resent-to',
  'apparently-to',
  'x-original-recipient',
  'original-recipient',
  'x-failed-recipients',
  'received',
];
/** Some programs and gateways move the ids: Outlook's thread topic, Exchange's copies, SES's original id. */
const REFERENCE_HEADERS = [
  'in-reply-to',
  'references',
  'x-original-references',
  'x-in-reply-to',
  'x-ms-exchange-parent-message-id',
  'original-message-id',
  'x-original-message-id',
];

/** The plus may have been turned into another sign, or stand encoded in a mailto link; SRS puts its own parts before it. */
function addressPatterns(shape: MailShape): Pattern[] {
  const one = (prefix: string): RegExp =>
    pattern(`(?<![a-z0-9])${escaped(prefix)}(?:${encodings('+')}|[-=])(${LETTER_TOKEN})${RUN_ENDS}`);
  return [
    ['reply', one(shape.replyPrefix)],
    ['bounce', one(shape.bouncePrefix)],
  ];
}

/** `<m.TOKEN@our.domain>`, also where a relay rewrote the domain or put the id inside one of its own. */
const MESSAGE_PATTERNS: readonly Pattern[] = [['message', pattern(`(?<![a-z0-9])m\\.(${LETTER_TOKEN})${RUN_ENDS}`)]];

const BODY_PATTERNS: readonly Pattern[] = [
  // `data-postern="…"`, `x_postern-…`, `id="postern_…"`: Outlook renames ids and classes, others drop what they do not know.
  ['mark', pattern(`postern["'=:_\\- 3d]{1,8}(${LETTER_TOKEN})${RUN_ENDS}`)],
  ['mark', pattern(`\\bref:[ \\t>]{0,10}(${LETTER_TOKEN})${RUN_ENDS}`)],
  ['dashboard', pattern(`${encodings('/')}d${encodings('/')}(${PERSON_TOKEN})${RUN_ENDS}`)],
];

/**
 * The mark when what stood around it is gone: the label was translated, wrapped off, or cleaned away with the markup. Derived
 * bytes have digits among the letters (all but one in 50,000); a list of words, one a line, has none.
 */
const BARE = pattern(`${RUN_STARTS}(${LETTER_TOKEN})${RUN_ENDS}`);
const bareTokens = (body: string): string[] => [
  ...new Set([...body.matchAll(BARE)].map((match) => healToken(match[1]!)).filter((token) => /[2-7]/.test(token))),
];

/**
 * The nearest first (RFC 5322 §3.6.4: References runs from the oldest to the parent). Folding in the middle of an id has left
 * white space in it.
 */
const referenceText = (message: Message): string =>
  REFERENCE_HEADERS.flatMap((name) => message.headers.get(name) ?? [])
    .map((value) => value.replace(/<[^<>]{1,1000}>/g, (id) => id.replace(/\s+/g, '')))
    .map((value) =>
      value
        .split(/[\s,]+/)
        .reverse()
        .join(' '),
    )
    .join(' ');

const headerText = (message: Message, names: readonly string[]): string =>
  names.flatMap((name) => message.headers.get(name) ?? []).join('\n');

function bodyText(message: Message): string {
  const returned = message.reports.filter(({ type }) => /rfc822|global$/.test(type)).map(({ text }) => text);
  const source = (message.html ?? '').slice(0, BODY_LOOK).replace(BREAKS, '');
  const html = source.replace(ENTITY, (_, hex, code) => signOf(hex, code));
  return [html, message.text, ...returned].map((text) => text.slice(0, BODY_LOOK).replace(UNSEEN, '')).join('\n\n');
}

/** Where a long word may be broken, in the words of HTML. */
const BREAKS = /<wbr *\/?>|&(?:shy|zwn?j|zerowidthspace);/gi;
/** Numbers for signs that need none: some gateways write whole texts so. */
const ENTITY = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;
function signOf(hex: string | undefined, code: string | undefined): string {
  const point = hex === undefined ? Number(code) : Number.parseInt(hex, 16);
  return point > 0 && point < 0x2100 ? String.fromCharCode(point) : ' ';
}

export interface Verified {
  /** Letters of ours that this mail carries, the strongest carrier first, each once. */
  readonly letters: readonly { readonly letter: LetterId; readonly purpose: CarrierPurpose; readonly where: Where }[];
  readonly people: readonly { readonly contact: ContactId; readonly generation: number; readonly where: Where }[];
  /** Candidates that our keys did not make: worth a line in the decision trace. */
  readonly refused: readonly Candidate[];
}

export function verifyCarriers(keyring: Keyring, carriers: Carriers): Verified {
  const letters = new Map<string, Verified['letters'][number]>();
  const people = new Map<string, Verified['people'][number]>();
  const refused: Candidate[] = [];
  for (const candidate of carriers.tokens) {
    const { token, purpose, where } = candidate;
    const person = purpose === 'dashboard' ? readPersonToken(keyring, purpose, token) : null;
    const letter = purpose === 'dashboard' ? null : readLetterToken(keyring, purpose, token);
    if (person && !people.has(person.person))
      people.set(person.person, { contact: person.person, generation: person.generation, where });
    if (letter && !letters.has(letter)) letters.set(letter, { letter, purpose, where });
    if (!person && !letter && !candidate.bare) refused.push(candidate);
  }
  return { letters: [...letters.values()], people: [...people.values()], refused };
}

/**
 * Keys of other systems in plus-addresses (`support+KEY@…`), for `inspect`: a UUID, or a run that no person would choose as a tag.
 * The whole tag has to be the key: half a UUID is none.
 */
export function plusKeys(message: Message): string[] {
  const boxes = [...message.to, ...message.cc].map(({ address }) => address);
  const traced = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => message.headers.get(name) ?? []);
  return [...boxes, ...traced].flatMap((address) => {
    const tag = /^[\s<]{0,5}[^\s<>@+]{1,64}\+([^\s<>@]{1,200})@/.exec(address)?.[1] ?? '';
    return FOREIGN_KEY.test(tag) ? [tag] : [];
  });
}

const FOREIGN_KEY = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[a-z_]*\d)[a-z0-9_]{20,})$/i;
