/**
 * The letter that the matrix answers: one of ours, rendered by the real templates with files, earlier comments and footer, in the
 * two languages that we write. With it what a test must know of it: the lines people answer, and what may never come back.
 */
import assert from 'node:assert';
import { LETTER_TOKEN_LENGTH } from '../../../src/base/token.ts';
import type { FilledLetter } from '../../../src/notify/fill.ts';
import type { StandardKind } from '../../../src/notify/letter.ts';
import { filled } from '../../notify/samples.ts';

export interface Answered {
  readonly letter: FilledLetter;
  /** The three lines that an interleaved answer answers, as a reader sees them, in their order. */
  readonly asked: readonly string[];
  /** Lines of what surrounds the sender's words: heading, files, hint, earlier comments, footer. */
  readonly frame: readonly string[];
  /** Lines of the sender's words. */
  readonly body: readonly string[];
  /** Tokens, each of which opens something. */
  readonly secrets: readonly string[];
}

interface Words {
  readonly lead: readonly string[];
  /** `<a>` between the two halves. */
  readonly link: readonly [before: string, name: string, after: string];
  readonly questions: readonly string[];
  readonly cited: string;
  readonly close: string;
  readonly frame: readonly string[];
}

const LINK = 'https://drawings.example/facade/3?view=street&scale=50';

const WORDS = {
  en: {
    lead: [
      'Hello Anna,',
      'The third version of the facade is here: the base is granite now, and the gutters run inside the wall.',
    ],
    link: [
      'You will find all the drawings on ',
      'the page of the project',
      ', with the sizes and the samples of the stone.',
    ],
    questions: [
      'Is the colour of the joints right, or would you have it lighter?',
      'Can we put up the scaffolding on Monday, 30 November?',
      'Who will let the workers in at seven in the morning, and who locks the gate after them in the evening?',
    ],
    cited: 'The joints should be lighter than in the last drawing.',
    close: 'If all is well, we order the stone on Thursday and finish by 15 December.',
    frame: [
      'North Bureau',
      'Facade, version 3.pdf',
      'Estimate.xlsx',
      'Just reply to this letter',
      'Earlier in this conversation',
      'Full conversation history',
      'is writing to you about',
    ],
  },
  ru: {
    lead: [
      'Анна, добрый день.',
      'Прислали третий вариант фасада: цоколь теперь из гранита, а водостоки спрятаны в стену.',
    ],
    link: ['Все чертежи лежат на ', 'странице проекта', ', там же размеры и образцы камня.'],
    questions: [
      'Устраивает ли вас цвет швов или сделать их светлее?',
      'Можно ли ставить леса в понедельник, 30 ноября?',
      'Кто откроет рабочим в семь утра и кто вечером запрёт за ними ворота во двор со стороны набережной?',
    ],
    cited: 'Швы лучше светлее, чем на прошлом рисунке.',
    close: 'Если всё подходит, в четверг закажем камень и закончим к 15 декабря.',
    frame: [
      'Бюро «Север»',
      'Фасад, вариант 3.pdf',
      'Смета.xlsx',
      'Ответьте на это письмо',
      'Раньше в этой переписке',
      'Полная история переписки',
      'пишет вам по задаче',
    ],
  },
} as const satisfies Record<string, Words>;

export type LetterLanguage = keyof typeof WORDS;

export const answeredLetter = (language: LetterLanguage): Answered => LETTERS[language];

/** Any other letter of ours, from its sample; nobody answers that between the lines. */
export function sampleLetter(kind: StandardKind, language: LetterLanguage): Answered {
  const letter = filled(kind, language);
  return { letter, asked: [], frame: [], body: [], secrets: secretsOf(letter) };
}

function make(language: LetterLanguage): Answered {
  const words: Words = WORDS[language];
  const letter = filled('N2', language, { words: { html: asHtml(words), text: asText(words) } });
  // The attribution lines of the programs are written for this moment.
  assert.equal(new Date(letter.date).toISOString(), '2026-11-23T11:05:00.000Z');
  return {
    letter,
    asked: words.questions.slice(0, 1).concat(words.questions.slice(2), words.close),
    frame: words.frame,
    body: [...words.lead, words.link.join(''), ...words.questions, words.cited, words.close],
    secrets: secretsOf(letter),
  };
}

function secretsOf({ text, html, replyTo }: FilledLetter): string[] {
  const tokens = `${text} ${html} ${replyTo.address}`.match(new RegExp(`[a-z2-7]{${LETTER_TOKEN_LENGTH}}`, 'g'));
  return [...new Set(tokens)];
}

function asHtml(words: Words): string {
  const p = (line: string) => `<p>${line}</p>`;
  const [before, name, after] = words.link;
  const [first, ...lead] = words.lead;
  const bold = lead.map((line) => p(line.replace(/(: )([^,]+)/, '$1<b>$2</b>')));
  const link = p(`${before}<a href="${LINK.replace('&', '&amp;')}">${name}</a>${after}`);
  const questions = words.questions.map((line) => `<li>${line}</li>`).join('');
  return `${p(first!)}${bold.join('')}${link}<ol>${questions}</ol><blockquote>${words.cited}</blockquote>${p(words.close)}`;
}

function asText(words: Words): string {
  const [before, name, after] = words.link;
  const questions = words.questions.map((line, i) => `${i + 1}. ${line}`).join('\n');
  return [...words.lead, `${before}${name} (${LINK})${after}`, questions, `> ${words.cited}`, words.close].join('\n\n');
}

const LETTERS: Record<LetterLanguage, Answered> = { en: make('en'), ru: make('ru') };
