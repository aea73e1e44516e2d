/**
 * A letter as staff and programs may see it: `•••` where its secrets go (decisions "Dashboard link"). Its head and its source are made
 * by what makes the real ones, with keys that open nothing anywhere, and what those keys make is left out.
 */
import { HOP_HEADER, type Keyring } from '../base/token.ts';
import { type FillContext, type FilledLetter, fillLetter, type Mailbox } from './fill.ts';
import { type Letter, SLOT_MARK, SLOT_PATTERN } from './letter.ts';

const MASK = '•••';

export const maskedLetter = (letter: Letter): Letter => changed(letter, (text) => text.replace(SLOT_PATTERN, MASK));

/** What a letter is made with, but for its keys. */
type PublicNames = Omit<FillContext, 'keyring' | 'linkGeneration'>;

type HeaderLine = readonly [name: string, value: string];

/** The lines of its head, as they go out. */
export const maskedHeaders = (letter: Letter, names: PublicNames): HeaderLine[] =>
  headersOf(filledByNobody(letter, names));

/**
 * Its source: the head and both bodies as a mail of RFC 6532, which needs no encoding; of its files, which lie elsewhere, the names.
 * Lines end as they are kept.
 */
export function maskedSource(letter: Letter, names: PublicNames): string {
  const filled = filledByNobody(letter, names);
  const head = headersOf(filled).map(([name, value]) => `${name}: ${value}`);
  const parts = [
    ...(['plain', 'html'] as const).map((kind) => [
      `Content-Type: text/${kind}; charset=utf-8`,
      'Content-Transfer-Encoding: 8bit',
      '',
      masked(kind === 'plain' ? filled.text : filled.html),
    ]),
    ...letter.attachments.map(({ name, type, size }) => [
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename="${name.replace(/["\\]/g, '_')}"; size=${size}`,
      '',
      '',
    ]),
  ];
  return [
    ...head,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    ...parts.flatMap((lines) => [`--${BOUNDARY}`, ...lines]),
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

const BOUNDARY = '=_part_of_a_letter_';

function headersOf({ from, to, replyTo, ...filled }: FilledLetter): HeaderLine[] {
  const lines: [string, string | null][] = [
    ['From', mailboxText(from)],
    ['To', to.map(mailboxText).join(', ')],
    ['Reply-To', mailboxText(replyTo)],
    ['Subject', filled.subject],
    // RFC 5322 §3.3
    ['Date', new Date(filled.date).toUTCString().replace('GMT', '+0000')],
    ['Message-ID', filled.messageId],
    ['In-Reply-To', filled.inReplyTo],
    ['References', filled.references.join(' ')],
    ...Object.entries(filled.headers),
  ];
  return lines.flatMap(([name, value]) =>
    value ? [[name, name.toLowerCase() === HOP_HEADER ? MASK : masked(value)]] : [],
  );
}

export const mailboxText = ({ name, address }: Mailbox): string => (name ? `${name} <${address}>` : address);

function filledByNobody(letter: Letter, names: PublicNames): FilledLetter {
  const fill = (one: Letter) => fillLetter(one, { ...names, keyring: NOBODYS, linkGeneration: 0 });
  // A code is no token, and too short to be told from other words: it is left out before.
  const uncoded = (text: string) => text.replace(SLOT_PATTERN, (slot, name) => (name === 'code' ? MASK : slot));
  try {
    return fill(changed(letter, uncoded));
  } catch {
    // One that cannot be filled in has to be looked at all the more.
    return fill(changed(maskedLetter(letter), (text) => text.replaceAll(SLOT_MARK, MASK)));
  }
}

const changed = (letter: Letter, change: (text: string) => string): Letter => ({
  ...letter,
  subject: change(letter.subject),
  text: change(letter.text),
  html: change(letter.html),
});

const masked = (text: string): string => text.replace(TOKEN, MASK);

/** A letter's, or a person's (base/token.ts). */
const TOKEN = /(?<![a-z0-9])[a-z2-7]{53}(?:[a-z2-7]{3})?(?![a-z0-9])/g;

/** Tokens made with it open nothing anywhere. */
const NOBODYS: Keyring = { current: 1, keys: new Map([[1, Buffer.alloc(32)]]) };
