/**
 * Values and templates → a letter with slots. Pure: the same input gives the same letter.
 */
import assert from 'node:assert';
import { never } from '../base/never.ts';
import { fullName, type Person } from '../people/person.ts';
import { cleanLine, shorten } from './clean.ts';
import { type Letter, type LetterKind, SLOT_MARK } from './letter.ts';
import type { LetterInput } from './letter-input.ts';
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
  code: true,
} as const satisfies Record<LetterKind, boolean>;

const MAX_NAME = 80;
const MAX_SUBJECT = 250;

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
    ...written(input, values),
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
    createdAt: input.now,
  };
}

/** Letters for people without a login are made from what the dashboard would show them, never from more. */
function checkReader(input: LetterInput, { view }: Content): void {
  switch (input.kind) {
    case 'N1':
      assert.ok(input.view.description, 'N1 carries a description that its reader may read');
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
    case 'fresh-link':
    case 'code':
      return;
    default:
      never(input);
  }
}

function written(input: LetterInput, values: Values): Pick<Letter, 'subject' | 'text' | 'html'> {
  const { templates, to, kind } = input;
  const letter = templates.letters[kind][to.language];
  const layout = templates.layout[to.language];
  const subject = shorten(cleanLine(letter.subject(values)), MAX_SUBJECT);
  const frame = { ...values, subject, why: cleanLine(letter.why(values)) };
  const text = letter.text(values).trim();
  return {
    subject,
    text: tidyText(layout.text({ ...frame, body: text })),
    html: layout.html({
      ...frame,
      body: safeHtml(letter.html(values).trim()),
      preheader: values.preheader || firstWords(text),
    }),
  };
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
  if (!('author' in input)) return { name: firm, local: null, domain };
  const name = shorten(cleanLine(input.author.person.name), MAX_NAME);
  // The firm's name stands behind its own people only: a stranger may call themselves what they like.
  if (input.author.person.kind === 'contact') {
    const { client } = input.templates.layout[input.to.language].words;
    return { name: `${name} (${client})`, local: null, domain };
  }
  const local = input.author.login;
  return { name: firm === '' || name === firm ? name : `${name} (${firm})`, local, domain };
}
