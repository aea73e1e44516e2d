/** Small parts of the pages behind a link that several of them need. */
import type { Reader } from './reader.ts';

/** What was written and could not be taken, to be copied: «the text being written survives expiry» (look.md). */
export function Unsent({ reader, text }: { reader: Reader; text: string }) {
  if (text === '') return null;
  const { say } = reader;
  return (
    <section class="unsent">
      <label for="unsent">{say('unsent.label')}</label>
      <textarea id="unsent" rows={6} readonly>{`\n${text}`}</textarea>
    </section>
  );
}

/** A new link leads to where the old one was opened. */
export const TaskAsked = ({ task }: { task: number | null }) =>
  task === null ? null : <input type="hidden" name="task" value={String(task)} />;
