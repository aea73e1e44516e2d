/**
 * A conversation: oldest first, a line between days, each entry a name, a time, the words, the files.
 */
import type { Child } from 'hono/jsx';
import type { CommentId } from '../../base/id.ts';
import type { CommentView, HappeningView, TaskView } from '../../tasks/visibility.ts';
import type { Piece } from '../door.ts';
import type { Delivery } from '../ports.ts';
import { dayOf, sayDay } from '../when.ts';
import { entry } from './entry.tsx';
import { grouped, HappeningLine } from './happening.tsx';
import type { Reader } from './reader.ts';

interface TalkProps extends Omit<ConversationProps, 'task'> {
  readonly piece: Piece;
}

/** The conversation, or a word in its place, with the ways to what came before and after this piece of it. */
export function Talk({ piece, ...more }: TalkProps) {
  const { say } = more.reader;
  const { task, earlier, past } = piece;
  return (
    <>
      {earlier === null ? null : (
        <p class="piece">
          <a class="earlier" href={`?before=${earlier}`}>
            {say('talk.earlier')}
          </a>
        </p>
      )}
      {task.comments.length + task.happenings.length > 0 ? <Conversation {...more} task={task} /> : null}
      {task.comments.length > 0 ? null : <p class="empty">{say('talk.empty')}</p>}
      {past ? (
        <p class="piece">
          <a href="?">{say('talk.later')}</a>
        </p>
      ) : null}
    </>
  );
}

export interface ConversationProps {
  readonly reader: Reader;
  readonly task: TaskView;
  readonly deliveries: ReadonlyMap<CommentId, readonly Delivery[]>;
  /** Where this viewer finds files: `/d/<token>/files` or `/files`. */
  readonly folder: string;
  /** Markup below a comment: what this viewer can do about it. Nothing in it may be the session's own, entries are kept. */
  readonly below?: (comment: CommentView) => string;
}

function Conversation(props: ConversationProps) {
  const { reader, task, folder } = props;
  const entryOf = (comment: CommentView) => ({
    reader,
    viewer: task.viewer,
    comment,
    deliveries: props.deliveries.get(comment.id) ?? [],
    below: props.below?.(comment) ?? '',
  });
  let day = '';
  const lines: Child[] = [];
  for (const line of inOrder(task)) {
    const today = dayOf(line.at, reader.zone);
    if (today !== day) lines.push(<DayLine reader={reader} at={line.at} />);
    day = today;
    lines.push(
      'group' in line ? <HappeningLine reader={reader} group={line.group} /> : entry(entryOf(line.comment), folder),
    );
  }
  return (
    <ol
      class="talk"
      aria-label={reader.say('talk.label')}
      data-task={String(task.number)}
      data-since={reader.say('talk.since')}
    >
      {lines}
    </ol>
  );
}

function DayLine({ reader, at }: { reader: Reader; at: number }) {
  return (
    <li class="day">
      <span>{sayDay(at, reader.now, reader.language, reader.zone)}</span>
    </li>
  );
}

type Line = { readonly at: number } & (
  | { readonly comment: CommentView }
  | { readonly group: readonly HappeningView[] }
);

/** Who joins by a comment joins before it. */
function inOrder({ comments, happenings }: TaskView): Line[] {
  const groups = grouped(happenings).map((group): Line => ({ at: group[0]!.at, group }));
  return [...groups, ...comments.map((comment): Line => ({ at: comment.createdAt, comment }))].sort(
    (a, b) => a.at - b.at || ('group' in a ? 0 : 1) - ('group' in b ? 0 : 1),
  );
}
