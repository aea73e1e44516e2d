/** What is known of one letter or mail, line by line. */
import type { Child } from 'hono/jsx';
import type { Reader } from './reader.ts';

export const Facts = ({ children }: { children?: Child }) => <dl class="roles">{children}</dl>;

export const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

export function TaskFact({
  reader,
  number,
  comment,
}: {
  reader: Reader;
  number: number | null;
  comment: number | null;
}) {
  if (number === null) return null;
  return (
    <Fact name={reader.say('fact.task')}>
      <a href={`/tasks/${number}${comment === null ? '' : `#c${comment}`}`}>{`№\u00a0${number}`}</a>
    </Fact>
  );
}

const BAD = new Set(['failed', 'bounced', 'parked', 'held']);
export const stateClass = (state: string): string => (BAD.has(state) ? 'state bad' : 'state');
