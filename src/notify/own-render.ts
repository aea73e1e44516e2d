/**
 * Values and an account's own words → subject, HTML and text. Pure, and run where it can be stopped (flow/own-letters.ts): the words
 * were checked when they were kept, and are checked again here.
 */
import { cleanLine, shorten } from './clean.ts';
import { SLOT_MARK } from './letter.ts';
import { linkedText } from './linked-text.ts';
import { spell } from './own-spelling.ts';
import type { OwnWords } from './own-template.ts';
import type { Formatted, OwnValues } from './own-values.ts';
import type { Variable } from './own-variable.ts';
import { namesOf, VARIABLES } from './own-variables.ts';
import { compileTemplate, isFault, safeHtml, type TemplateForm } from './template.ts';

export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export const MAX_SUBJECT = 250;

/** The comment is not in the letter that brings it: a condition or a loop has left it out. */
export class NoWords extends Error {
  override readonly name = 'NoWords';
}

/** Throws when the words cannot be compiled, make too much (`TooLarge`), or leave out the comment (`NoWords`). */
export function renderOwn(words: OwnWords, values: OwnValues): Rendered {
  const inText = fillWith(values, 'text');
  const subject = inText(words.subject);
  const html = fillWith(values, 'html')(words.html).trim();
  const text = words.text === null ? linkedText(html) : inText(words.text);
  const said = (values.comment as { readonly text: Formatted } | null)?.text ?? { html: '', text: '' };
  if (!html.includes(said.html.trim()) || (words.text !== null && !text.includes(said.text.trim())))
    throw new NoWords('The words of the comment are not in the letter');
  return { subject: shorten(cleanLine(subject), MAX_SUBJECT), html, text: text.trim() };
}

function fillWith(values: OwnValues, form: TemplateForm): (source: string) => string {
  const context = named(VARIABLES, values, form);
  return (source) => {
    const made = compileTemplate(spell(source.replace(FORGED, ' ')).source, form);
    if (isFault(made)) throw new Error(`The template cannot be used: ${JSON.stringify(made)}`);
    return made(context);
  };
}

/**
 * A sign that only we may write: what stands between two of them is filled in when the letter leaves. Written as a number too, for the
 * text that is made from the HTML has it then.
 */
const FORGED = new RegExp(`${SLOT_MARK}|&#(?:x0*e0ff|0*57599)(?!\\w);?`, 'gi');

/** Under every name of each variable, and each value as its place needs it. Only what the table names comes through. */
function named(variables: readonly Variable[], values: Readonly<Record<string, unknown>>, form: TemplateForm) {
  const under: Record<string, unknown> = { language: values.language, timezone: values.timezone, now: values.now };
  for (const variable of variables) {
    const value = shaped(variable, values[variable.name], form);
    for (const name of namesOf(variable)) under[name] = value;
  }
  return under;
}

function shaped({ kind, fields = [] }: Variable, value: unknown, form: TemplateForm): unknown {
  if (value === null || value === undefined || value === false) return kind === 'list' ? [] : null;
  switch (kind) {
    case 'html':
      return formatted(value as Formatted, form);
    case 'list':
      return (value as Record<string, unknown>[]).map((item) => named(fields, item, form));
    case 'object':
    case 'person':
      return named(fields, value as Record<string, unknown>, form);
    default:
      return value;
  }
}

/** Empty words are no value: `{{#if}}` must see that. */
const formatted = ({ html, text }: Formatted, form: TemplateForm): unknown =>
  html === '' && text === '' ? '' : form === 'html' ? safeHtml(html) : text;
