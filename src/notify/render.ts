/**
 * Values and templates → a letter with slots. Pure: the same input gives the same letter.
 */
import assert from 'node:assert';
import { never } from '../base/never.ts';
import { fullName, type Person } from '../people/person.ts';
import { cleanLine, shorten } from './clean.ts';
import {
  BODY_SLOT,
  type Letter,
  type OwnPending,
  SLOT_MARK,
  type StandardKind,
  type TemplateFaultReason,
} from './letter.ts';
import { goesOutside, type LetterInput } from './letter-input.ts';
import { MAX_SUBJECT, type Rendered } from './own-render.ts';
import { wordsFor } from './own-template.ts';
import { ownValues } from './own-values.ts';
import { safeHtml } from './template.ts';
import { type Content, letterContent, letterValues, type Values } from './variables.ts';

/** RFC 3834 §5: what no person wrote. */
const AUTOMATIC = {
  N1: false,
  N2: false,
  N3: true,
  N4: true,
  N5: true,
  'staff-task': false,
  'staff-comment': false,
  question: true,
  invitation: true,
  'fresh-link': true,
  password: true,
  'password-set': true,
  code: true,
  'sender-check': true,
} as const satisfies Record<StandardKind, boolean>;

/** Spec 3.3: what tells people outside of a task, each in a letter of their own. */
const hasPixel = ({ account, to }: LetterInput, { view, shared }: Content): boolean =>
  account.settings.openPixel && to.kind === 'contact' && view !== null && !shared;

const MAX_NAME = 80;

export function renderLetter(input: LetterInput): Letter {
  const content = letterContent(input);
  checkReader(input, content);
  const values = letterValues(input, content);
  const { view, comment } = content;
  return {
    id: input.id,
    account: input.account.id,
    kind: input.kind,
    cause: input.cause,
    task: view?.id ?? null,
    taskNumber: view?.number ?? null,
    comment: comment?.id ?? null,
    commentNumber: comment?.number ?? null,
    recipient: content.shared ? null : input.to.id,
    recipientKind: content.shared ? null : input.to.kind,
    recipients: recipientsOf(input).flatMap(mailbox),
    ...(input.answers && !content.shared ? { answers: input.answers } : {}),
    language: input.to.language,
    from: sender(input),
    ...written(input, content, values),
    automatic: AUTOMATIC[input.kind],
    attachments: content.attach
      ? content.files.map(({ id, name, type, size, sha256 }) => ({
          file: id,
          name: cleanLine(name),
          type,
          size,
          sha256,
        }))
      : [],
    ...(hasPixel(input, content) ? { pixel: true as const } : {}),
    createdAt: input.now,
  };
}

/** Letters for people without a login are made from what the dashboard would show them, never from more. */
function checkReader(input: LetterInput, { view }: Content): void {
  switch (input.kind) {
    case 'N1':
      assert.ok(input.view.description || input.own, 'N1 carries a description that its reader may read');
      assert.equal(input.view.viewer.by, 'dashboard');
      return;
    case 'N2':
    case 'N3':
    case 'N4':
    case 'N5':
      assert.equal(view?.viewer.by, 'dashboard');
      return;
    case 'staff-task':
    case 'staff-comment':
      assert.notEqual(view?.viewer.by, 'dashboard');
      return;
    case 'question':
    case 'invitation':
    case 'password':
    case 'password-set':
    case 'fresh-link':
    case 'code':
    case 'sender-check':
      return;
    default:
      never(input);
  }
}

function written(
  input: LetterInput,
  content: Content,
  values: Values,
): Pick<Letter, 'subject' | 'text' | 'html' | 'own'> {
  const { templates, to, kind } = input;
  const letter = templates.letters[kind][to.language];
  const layout = templates.layout[to.language];
  const subject = shorten(cleanLine(letter.subject(values)), MAX_SUBJECT);
  const frame = { ...values, subject, why: cleanLine(letter.why(values)) };
  const tail = layout.tail(frame).trim();
  const text = letter.text(values).trim();
  const preheader = values.preheader || firstWords(text);
  const around = {
    html: layout.html({ ...frame, preheader, body: safeHtml(BODY_SLOT), tail: safeHtml(tail) }),
    text: layout.text({ ...frame, body: BODY_SLOT }),
  };
  const own = input.own && {
    version: input.own.version,
    language: wordsFor(input.own.template, to.language, input.account.language).language,
    values: ownValues(input, content, values),
    frame: around,
    tail,
  };
  return { subject, ...inFrame(around, { html: letter.html(values).trim(), text }), ...(own ? { own } : {}) };
}

/**
 * The account's own words in their frame. HTML that is a whole page keeps its own look: what Postern adds stands at its end.
 */
export function withOwnWords(letter: Letter, own: OwnPending, words: Rendered): Letter {
  const { own: _, ...rest } = letter;
  const whole = /<(!doctype|html|body)\b/i.test(words.html);
  return {
    ...rest,
    subject: words.subject || letter.subject,
    ...inFrame(own.frame, words),
    ...(whole ? { html: beforeEnd(words.html, own.tail) } : {}),
    template: own.version,
  };
}

const inFrame = (frame: OwnPending['frame'], { html, text }: Pick<Rendered, 'html' | 'text'>) => ({
  html: frame.html.replace(BODY_SLOT, () => html),
  text: tidyText(frame.text.replace(BODY_SLOT, () => text)),
});

/** The standard letter, which was made beside it. */
export function withoutOwnWords(letter: Letter, templateFault: TemplateFaultReason): Letter {
  const { own: _, ...rest } = letter;
  return { ...rest, templateFault };
}

function beforeEnd(html: string, tail: string): string {
  const end = html.toLowerCase().lastIndexOf('</body');
  return end < 0 ? `${html}\n${tail}` : `${html.slice(0, end)}${tail}\n${html.slice(end)}`;
}

/** At most one empty line in a row, none at the ends, no spaces before a line's end. */
const tidyText = (text: string): string =>
  `${text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line, i, all) => line !== '' || (i > 0 && all[i - 1] !== ''))
    .join('\n')
    .trim()}\n`;

/** Of a letter that nobody wrote: its first sentence, up to a link. */
const firstWords = (text: string): string => cleanLine(text.split('\n\n')[0]!.split(SLOT_MARK)[0]!);

const recipientsOf = (input: LetterInput): readonly Person[] =>
  'shared' in input && input.shared !== null ? input.shared : [input.to];

/** Nobody's, where there is no address: such a letter is only kept, with the reason why it was not sent. */
function mailbox(person: Person): { name: string; address: string }[] {
  return person.email ? [{ name: shorten(cleanLine(fullName(person)), MAX_NAME), address: person.email }] : [];
}

function sender(input: LetterInput): Letter['from'] {
  const { account } = input;
  const firm = shorten(cleanLine(account.title), MAX_NAME);
  const domain = account.mailDomain;
  if ('via' in input && input.via)
    return { name: shorten(cleanLine(input.via.description), MAX_NAME) || firm, local: input.via.local, domain };
  // Whoever is asked for their address is asked by the firm.
  if (!('author' in input) || input.kind === 'sender-check') return { name: firm, local: null, domain };
  const name = shorten(cleanLine(input.author.person.name), MAX_NAME);
  // The firm's name stands behind its own people only: a stranger may call themselves what they like.
  if (input.author.person.kind === 'contact') {
    const { client } = input.templates.layout[input.to.language].words;
    return { name: `${name} (${client})`, local: null, domain };
  }
  const own = { name: firm === '' || name === firm ? name : `${name} (${firm})`, local: input.author.login, domain };
  const outside = goesOutside(input) ? input.author.sender : null;
  if (!outside) return own;
  const { address, repliesHere, alignment } = outside;
  return {
    ...own,
    name: shorten(cleanLine(outside.name), MAX_NAME) || own.name,
    outside: { address, repliesHere, signed: alignment === 'aligned' },
  };
}
