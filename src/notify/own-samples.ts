/** What each variable says in the sample letter: shown beside its name where templates are written. */
import type { TemplateVersionId } from '../base/id.ts';
import type { NotificationType } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import { cleanLine, shorten } from './clean.ts';
import { SLOT_PATTERN } from './letter.ts';
import { standardTemplate } from './own-standard.ts';
import type { Formatted } from './own-values.ts';
import type { Variable } from './own-variable.ts';
import { variablesFor } from './own-variables.ts';
import { renderLetter } from './render.ts';
import { sampleInput } from './sample.ts';
import { formatDate, type Locale } from './template-helpers.ts';
import type { Templates } from './templates.ts';

/** `task.title` → «Facade repair on Garden Street». A variable that is empty in the sample is not there. */
export function sampleWords(
  event: NotificationType,
  language: Language,
  templates: Templates,
): Readonly<Record<string, string>> {
  const own = { version: 'sample' as TemplateVersionId, template: standardTemplate(event) };
  const input = sampleInput(event, language, templates.samples[event][language], templates);
  const { values } = renderLetter({ ...input, own }).own!;
  const said = (
    variables: readonly Variable[],
    from: Record<string, unknown> | null,
    before: string,
  ): [string, string][] =>
    variables.flatMap((v) => {
      const value = from?.[v.name];
      const path = before + v.name;
      if (v.kind === 'object' || v.kind === 'person')
        return said(v.fields ?? [], (value || null) as Record<string, unknown> | null, `${path}.`);
      const words = shorten(cleanLine(wordsOf(v, value, values)), MAX);
      return words === '' ? [] : [[path, words]];
    });
  return Object.fromEntries(said(variablesFor(event), values, ''));
}

const MAX = 60;

function wordsOf({ kind }: Variable, value: unknown, locale: Locale): string {
  if (value === null || value === undefined || value === '') return '';
  switch (kind) {
    case 'html':
      return (value as Formatted).text;
    case 'date':
      return formatDate(value as number, locale);
    case 'list':
      return (value as readonly { name: string }[]).map(({ name }) => name).join(', ');
    case 'url':
      return String(value).replace(SLOT_PATTERN, 'https://…');
    case 'flag':
      return '';
    default:
      return String(value);
  }
}
