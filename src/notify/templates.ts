/**
 * The letters' templates as they lie in templates/, read once and compiled. Reading is handed in, so this room stays pure;
 * a template that breaks the rules stops the start, with its path.
 */
import { z } from 'zod';
import type { Language } from '../people/person.ts';
import { STATUSES, type Status } from '../tasks/task.ts';
import { STANDARD_KINDS, type StandardKind } from './letter.ts';
import { type LetterStyles, letterStyles, readTokens } from './letter-style.ts';
import { readSamples, type Sample } from './sample.ts';
import { type Compiled, compileTemplate, isFault, type TemplateForm } from './template.ts';

/** The folder of each kind. */
export const FOLDERS = {
  N1: 'contact-task',
  N2: 'contact-comment',
  N3: 'contact-created',
  N4: 'contact-accepted',
  N5: 'contact-status',
  'staff-task': 'staff-task',
  'staff-comment': 'staff-comment',
  question: 'question',
  invitation: 'invitation',
  'fresh-link': 'fresh-link',
  password: 'password',
  'password-set': 'password-set',
  code: 'code',
  'sender-check': 'sender-check',
} as const satisfies Record<StandardKind, string>;

export interface LetterTemplate {
  readonly subject: Compiled;
  readonly html: Compiled;
  readonly text: Compiled;
  /** One line in the footer: why this letter came. */
  readonly why: Compiled;
}

/** The frame of every letter: files, footer and the words that all letters share. */
export interface Layout {
  readonly html: Compiled;
  /** What stands below the words: signature, files, what was said before, the footer. */
  readonly tail: Compiled;
  readonly text: Compiled;
  readonly words: LayoutWords;
}

const layoutWords = z.strictObject({
  fullHistory: z.string(),
  open: z.string(),
  reply: z.string(),
  replyAbove: z.string(),
  mute: z.string(),
  files: z.string(),
  attached: z.string(),
  tooLarge: z.string(),
  earlier: z.string(),
  you: z.string(),
  client: z.string(),
  test: z.string(),
  testNote: z.string(),
  hidden: z.string(),
  also: z.string(),
  together: z.string(),
  cut: z.string(),
  statuses: z.record(z.enum(Object.keys(STATUSES) as [Status, ...Status[]]), z.string()),
  why: z.record(z.enum(STANDARD_KINDS), z.string()),
});
export type LayoutWords = z.infer<typeof layoutWords>;

export interface Templates {
  readonly letters: Readonly<Record<StandardKind, Readonly<Record<Language, LetterTemplate>>>>;
  readonly layout: Readonly<Record<Language, Layout>>;
  readonly styles: LetterStyles;
  /** What each is shown with before there is a real letter. */
  readonly samples: Readonly<Record<StandardKind, Readonly<Record<Language, Sample>>>>;
}

const LANGUAGES = ['ru', 'en'] as const satisfies readonly Language[];

/** `read` gives the text of a file under templates/, by its path there: `layout/letter.html.hbs`. */
export function loadTemplates(read: (path: string) => string): Templates {
  const layout = byKey(LANGUAGES, (language) => loadLayout(read, language));
  return {
    layout,
    letters: byKey(STANDARD_KINDS, (kind) =>
      byKey(LANGUAGES, (language) => loadLetter(read, kind, language, layout[language].words.why[kind])),
    ),
    styles: letterStyles(readTokens(read('tokens.json'))),
    samples: byKey(STANDARD_KINDS, (kind) => readSamples(read(`${FOLDERS[kind]}/sample.json`))),
  };
}

const loadLayout = (read: (path: string) => string, language: Language): Layout => ({
  html: compiled('layout/letter.html.hbs', read('layout/letter.html.hbs'), 'html'),
  tail: compiled('layout/tail.html.hbs', read('layout/tail.html.hbs'), 'html'),
  text: compiled('layout/letter.text.hbs', read('layout/letter.text.hbs'), 'text'),
  words: layoutWords.parse(JSON.parse(read(`layout/${language}.json`))),
});

function loadLetter(
  read: (path: string) => string,
  kind: StandardKind,
  language: Language,
  why: string,
): LetterTemplate {
  const part = (name: string, form: TemplateForm) => {
    const path = `${FOLDERS[kind]}/${language}.${name}.hbs`;
    return compiled(path, read(path), form);
  };
  return {
    subject: part('subject', 'text'),
    html: part('html', 'html'),
    text: part('text', 'text'),
    why: compiled(`layout/${language}.json, why ${kind}`, why, 'text'),
  };
}

function compiled(path: string, source: string, form: TemplateForm): Compiled {
  const made = compileTemplate(source, form);
  if (isFault(made)) throw new Error(`templates/${path}: ${JSON.stringify(made)}`);
  return made;
}

const byKey = <K extends string, V>(keys: readonly K[], make: (key: K) => V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
