/** The templates of the checkout and letters made from their sample data. */
import { readFileSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import type { Keyring } from '../../src/base/token.ts';
import { type FillContext, fillLetter } from '../../src/notify/fill.ts';
import type { StandardKind } from '../../src/notify/letter.ts';
import type { LetterInput } from '../../src/notify/letter-input.ts';
import { renderLetter } from '../../src/notify/render.ts';
import { type Sample, sampleInput } from '../../src/notify/sample.ts';
import { loadTemplates } from '../../src/notify/templates.ts';
import type { Language } from '../../src/people/person.ts';

const readTemplate = (path: string): string =>
  readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');

export const templates = loadTemplates(readTemplate);

export const keyring: Keyring = { current: 1, keys: new Map([[1, Buffer.alloc(32, 7)]]) };

export const context: FillContext = {
  keyring,
  publicUrl: 'https://office.example',
  mailDomain: 'mail.office.example',
  replyPrefix: 'reply',
  bouncePrefix: 'bounce',
  linkGeneration: 1,
};

export const sampleOf = (kind: StandardKind, language: Language): Sample => templates.samples[kind][language];

export const inputOf = (kind: StandardKind, language: Language, change: Partial<Sample> = {}): LetterInput =>
  sampleInput(kind, language, { ...sampleOf(kind, language), ...change }, templates);

export const rendered = (kind: StandardKind, language: Language, change: Partial<Sample> = {}) =>
  renderLetter(inputOf(kind, language, change));

export const filled = (kind: StandardKind, language: Language, change: Partial<Sample> = {}) =>
  fillLetter(rendered(kind, language, change), context);

/** The tags of a page in their order, with the names of their attributes: what a value must not be able to change. */
export function shape(html: string): string[] {
  const tags: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => tags.push([name, ...Object.keys(attributes)].join(' ')),
    onclosetag: (name, implied) => tags.push(implied ? `implied /${name}` : `/${name}`),
    oncomment: () => tags.push('comment'),
  });
  parser.end(html);
  return tags;
}
