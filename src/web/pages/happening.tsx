/** What was done to a task besides words: thin lines between the comments, those of one moment in one line. */
import type { HappeningView } from '../../tasks/visibility.ts';
import { sayPeople } from '../words.ts';
import { Time } from './layout.tsx';
import type { Reader } from './reader.ts';

export function HappeningLine({ reader, group }: { reader: Reader; group: readonly HappeningView[] }) {
  const [first] = group;
  return first ? (
    <li class="event">
      {wordsOf(reader, first, group)}, <Time at={first.at} reader={reader} only="time" />
    </li>
  ) : null;
}

/** One form that brings five people is one thing done. */
export function grouped(happenings: readonly HappeningView[]): HappeningView[][] {
  const groups: HappeningView[][] = [];
  for (const one of happenings) {
    const last = groups.at(-1);
    if (last?.[0] && belong(last[0], one)) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

const MOMENT = 1000;

const belong = (a: HappeningView, b: HappeningView): boolean =>
  a.person !== null && a.kind === b.kind && a.role === b.role && a.actor.id === b.actor.id && b.at - a.at < MOMENT;

function wordsOf({ say, language }: Reader, one: HappeningView, group: readonly HappeningView[]): string {
  const name = one.actor.name;
  const role = one.role ? say(`event.role.${one.role}`) : '';
  const themselves = group.length === 1 && one.person?.id === one.actor.id;
  const people = () =>
    sayPeople(
      group.map((h) => h.person?.name ?? ''),
      say,
    );
  switch (one.kind) {
    case 'status-changed':
      return say('event.status', { name, status: say(`status.${one.to}`).toLowerCase() });
    case 'person-added':
      return themselves ? say('event.joined', { name, role }) : say('event.added', { name, role, people: people() });
    case 'person-removed':
      return themselves ? say('event.left', { name, role }) : say('event.removed', { name, role, people: people() });
    case 'task-edited': {
      const fields = one.changed.map((field) => say(`event.field.${field}`));
      return say('event.edited', { name, what: new Intl.ListFormat(language).format(fields) });
    }
    case 'task-restored':
      return say('event.restored', { name });
  }
}
