/** Two states of a template, one language of each, line by line. */
import type { OwnTemplate } from '../../../notify/own-template.ts';
import type { Language } from '../../../people/person.ts';
import { lineDiff } from '../../line-diff.ts';
import type { Reader } from '../reader.ts';
import type { Desk } from '../staff.tsx';

/** Subject, HTML and text of one language, one below the other, and the switches. */
export function sourceOf(content: OwnTemplate | undefined, language: Language, { say }: Reader): string {
  const words = content?.words[language];
  if (!content || !words) return '';
  const switches = SWITCHES.map((one) => `${content[one] ? '☑' : '☐'} ${say(`template.${one}`)}`);
  return [words.subject, words.html.trimEnd(), words.text?.trimEnd() ?? '', ...switches].filter(Boolean).join('\n');
}

const SWITCHES = ['addSignature', 'addDashboardLink', 'addFiles'] as const;

/** Added and removed lines carry a sign, never colour alone. */
export function Diff({ desk, before, after }: { desk: Desk; before: string; after: string }) {
  const { say } = desk.reader;
  // The first version has nothing before it, and no empty line either.
  const lines =
    before === '' && after !== ''
      ? after.split('\n').map((text) => ({ kind: 'added', text }))
      : lineDiff(before, after);
  const changed = lines.filter((line) => line.kind !== 'same');
  if (changed.length === 0) return <p class="fine">{say('template.same')}</p>;
  return (
    <pre class="diff">
      {changed.map(({ kind, text }) => (kind === 'added' ? <ins>{`+ ${text}\n`}</ins> : <del>{`− ${text}\n`}</del>))}
    </pre>
  );
}
