/** How a mail was decided, as plain text: what `postern explain` prints. */
import type { Trace } from '../flow/trace.ts';
import type { Language } from '../people/person.ts';
import type { InboxState } from './inbox-ports.ts';
import { sayOutcome } from './outcome-words.ts';
import { tellTrace } from './trace-words.ts';
import { speaker } from './words.ts';

export interface Decided {
  /** The account's name; null: none is meant. */
  readonly account: string | null;
  readonly state: InboxState;
  readonly outcome: string | null;
  readonly reason: string;
  /** The number of the task. */
  readonly task: number | null;
  readonly trace: Trace | null;
}

/** Ends in a line end. */
export function tellInText(decided: Decided, language: Language): string {
  const say = speaker(language);
  const why = sayOutcome(decided, { say, language });
  const told = decided.trace && tellTrace(decided.trace, { say, language });
  const technical = [...(decided.reason ? [decided.reason] : []), ...(told?.technical ?? [])];
  const chapters = [
    ...(told?.chapters ?? [{ heading: say('inbox.why'), lines: [say('inbox.why.unknown')] }]),
    ...(technical.length > 0 ? [{ heading: say('inbox.technical'), lines: technical }] : []),
  ];
  const facts = [
    `${say('fact.outcome')}: ${say(`inbox.${decided.state}`)}${why ? ` — ${why}` : ''}`,
    ...(decided.task === null ? [] : [`${say('fact.task')}: №\u00a0${decided.task}`]),
    ...(decided.account === null ? [] : [`${say('fact.account')}: ${decided.account}`]),
  ];
  const blocks = chapters.map(({ heading, lines }) => [heading, ...lines.map((line) => `  ${line}`)].join('\n'));
  return `${[facts.join('\n'), ...blocks].join('\n\n')}\n`;
}
