/**
 * How a mail was read, for those who may know (staff and its author): what was folded away, and what was put right on the way.
 */
import { readRepair } from '../../mail/repairs.ts';
import type { MailOrigin } from '../../tasks/task.ts';
import type { Reader } from './reader.ts';

interface Props {
  readonly reader: Reader;
  readonly origin: MailOrigin | null;
}

/** Nothing that a person wrote is lost: what was folded away is one click off. */
export function Cut({ reader, origin }: Props) {
  const removed = origin?.removed.filter((r) => r.text.trim() !== '') ?? [];
  if (removed.length === 0) return null;
  return (
    <details class="cut">
      <summary title={reader.say('entry.cut')}>
        <span aria-hidden="true">…</span>
        <span class="aside">{reader.say('entry.cut')}</span>
      </summary>
      {removed.map((r) => (
        <div class="removed">{r.text.trim()}</div>
      ))}
    </details>
  );
}

/** A word in place of silence: who sees a strange letter can see that it was guessed. */
export function Repairs({ reader, origin }: Props) {
  const notes = origin?.notes ?? [];
  if (notes.length === 0) return null;
  return (
    <details class="repairs fine">
      <summary>{reader.say('entry.repairs')}</summary>
      <ul>
        {notes.map((note) => (
          <li>{sayRepair(note, reader)}</li>
        ))}
      </ul>
    </details>
  );
}

/** A note of another version has no word of its own; its English says what it can. */
function sayRepair(note: string, { say }: Reader): string {
  const repair = readRepair(note);
  if (!repair) return note;
  const said = say(`repair.${repair.code}`, { ...repair.values });
  return repair.inHeader ? say('repair.in-header', { what: said }) : said;
}
