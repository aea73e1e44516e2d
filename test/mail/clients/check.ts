/** Is that what the person wrote? Each answer is a list of complaints in plain words, empty when all is well. */
import type { Message } from '../../../src/mail/message.ts';
import { parseMail } from '../../../src/mail/parse.ts';
import { type Reply, reassemble } from '../../../src/mail/reply.ts';
import { readReply } from '../../../src/mail/reply-read.ts';
import { type Answered, answeredLetter } from './letter.ts';
import { type Locale, PEOPLE, type Person } from './person.ts';
import type { Answering, MailProgram, Style } from './program.ts';
import { parseTree, textOf } from './tree.ts';

export interface Case {
  /** Another letter than the one of the matrix. */
  readonly to?: Answered;
  readonly program: MailProgram;
  readonly style: Style;
  readonly locale: Locale;
}

export interface Outcome {
  readonly answering: Answering;
  readonly message: Message;
  readonly reply: Reply;
  readonly complaints: readonly string[];
}

/** As the product does it: bytes → message → reply, with the letter that was sent or, when every carrier was lost, without. */
export async function play({ program, style, locale, to }: Case, knowsLetter: boolean): Promise<Outcome> {
  const person: Person = PEOPLE[locale];
  const answering = {
    to: to ?? answeredLetter(person.letter),
    words: person.words,
    answers: person.answers,
    style,
    locale,
  };
  const message = await parseMail(program.answer(answering));
  const { text, html, textFromHtml } = message;
  const { letter } = answering.to;
  const sent = knowsLetter ? { sent: { text: letter.text, html: letter.html } } : {};
  const reply = readReply({ text, html, textFromHtml, ...sent });
  const own = style === 'interleaved' ? between(answering, program, reply) : around(answering, program, reply);
  const lost = reassemble(reply) === text ? [] : ['reassembled, it is not the text that came'];
  return { answering, message, reply, complaints: [...own, ...lost, ...htmlOf(answering, message, reply)] };
}

/** Above or below: the words, the whole words and nothing but the words. */
function around({ words }: Answering, program: MailProgram, reply: Reply): string[] {
  const expected = tidy(program.typed(words));
  return tidy(reply.text) === expected ? [] : [`expected ${quote(expected)}, came ${quote(tidy(reply.text))}`];
}

/** Between the lines: each answer whole and in order, right below the line that it answers; nothing from around the letter. */
function between({ to, answers }: Answering, program: MailProgram, reply: Reply): string[] {
  const complaints: string[] = [];
  const seen = tidy(reply.text);
  const words = squeeze(seen);
  let from = 0;
  for (const [i, line] of to.asked.entries()) {
    const answer = tidy(program.typed([answers[i]!]));
    if (!`\n${seen}\n`.includes(`\n${answer}\n`)) complaints.push(`no lines ${quote(answer)}`);
    const at = words.indexOf(`${squeeze(line)}${squeeze(answer)}`, from);
    if (at < 0) complaints.push(`not below its line: ${quote(answer)}`);
    else from = at + 1;
  }
  return [...complaints, ...leaks(reply.text, [...to.frame, ...to.secrets, to.letter.from.address], 'text')];
}

/** The clean HTML says the same. */
function htmlOf({ to, words, answers, style }: Answering, message: Message, reply: Reply): string[] {
  if (message.html === null) return reply.html === null ? [] : ['HTML out of nothing'];
  if (reply.html === null) return ['no HTML'];
  const shown = squeeze(parseTree(reply.html).map(textOf).join(' '));
  const secrets = leaks(reply.html, [...to.secrets, to.letter.from.address], 'HTML');
  if (style !== 'interleaved') {
    const expected = squeeze(words.join(' '));
    return [...(shown === expected ? [] : [`HTML: expected ${quote(expected)}, came ${quote(shown)}`]), ...secrets];
  }
  const missing = answers.filter((answer) => !shown.includes(squeeze(answer)));
  return [
    ...missing.map((answer) => `HTML has no ${quote(answer)}`),
    ...leaks(shown, to.frame.map(squeeze), 'HTML'),
    ...secrets,
  ];
}

const leaks = (text: string, never: readonly string[], where: string): string[] =>
  never.filter((piece) => text.includes(piece)).map((piece) => `${where} shows ${quote(piece)}`);

const quote = (text: string): string => JSON.stringify(text.length > 900 ? `${text.slice(0, 900)}…` : text);

/** Without spaces at the ends of lines, runs of empty lines, and empty lines at the ends. */
export const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');

/** Without any space and without the marks of quoted lines: how lines are broken does not matter then. */
export const squeeze = (text: string): string => text.replace(/^[> ]+/gm, '').replace(/\s+/g, '');
