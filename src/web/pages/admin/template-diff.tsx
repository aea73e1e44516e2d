/** Two states of a template, one language of each, line by line. */
import type { OwnTemplate } from '../../../notify/own-template.ts';
import type { Language } from '../../../people/person.ts';
import { lineDiff } from '../../line-diff.ts';
import type { Desk } from '../staff.tsx';

/** Subject, HTML and text of one language, one below the other. */
export function sourceOf(content: OwnTemplate | undefined, language: Language): string {
  const words = content?.words[language];
  if (!content || !words) return '';
  const switches = [content.addSignature, content.addDashboardLink, content.addFiles].map((on) => (on ? '☑' : '☐'));
  return [words.subject, words.html.trimEnd(), words.text?.trimEnd() ?? '', switches.join(' ')]
    .filter(Boolean)
    .join('\n');
}

/** Added and removed lines carry a sign, never colour alone. */
export function Diff({ desk, before, after }: { desk: Desk; before: string; after: string }) {
  const { say } = desk.reader;
  const changed = lineDiff(before, after).filter((line) => line.kind !== 'same');
  if (changed.length === 0) return <p class="fine">{say('template.same')}</p>;
  return (
    <pre class="diff">
      {changed.map(({ kind, text }) => (kind === 'added' ? <ins>{`+ ${text}\n`}</ins> : <del>{`− ${text}\n`}</del>))}
    </pre>
  );
}
