/** One task for whoever signed in: what it is, who is in it, what can be done, the conversation, the place to write. */
import type { CommentId } from '../../../base/id.ts';
import type { Recipients } from '../../../flow/recipients.ts';
import type { CommentView, PersonView } from '../../../tasks/visibility.ts';
import type { BranchLine } from '../../client-mail-ports.ts';
import type { Piece } from '../../door.ts';
import type { Delivery } from '../../ports.ts';
import { Description, ToNewest } from '../client.tsx';
import { clientMailActions, isClientTask } from '../client-mail.tsx';
import { Composer, type Draft, WillBeNotified } from '../composer.tsx';
import { Talk } from '../conversation.tsx';
import { State, titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { StatusActs } from './acts.tsx';
import { Checklist } from './checklist.tsx';
import { commentActs } from './own-comment.tsx';
import { Picking } from './picking.tsx';
import { PlannedComments, SendLater } from './planned.tsx';
import { Roles } from './roles.tsx';

export interface StaffTaskProps {
  readonly desk: Desk;
  readonly piece: Piece;
  readonly deliveries: ReadonlyMap<CommentId, readonly Delivery[]>;
  readonly draft: Draft;
  readonly branches: ReadonlyMap<CommentId, BranchLine>;
  /** For employees: whom to pick. For a contact who signed in: who will be told. */
  readonly telling: { readonly recipients: Recipients } | { readonly notified: readonly PersonView[] };
  /** The comment that is being answered. */
  readonly answered: CommentView | null;
  /** A comment for nobody is kept without a question. */
  readonly quiet: boolean;
  /** The comment that was planned just now, by its id. */
  readonly fresh: string | null;
}

export function StaffTask(props: StaffTaskProps) {
  const { desk, piece, deliveries, draft, branches, telling, answered, quiet, fresh } = props;
  const { reader } = desk;
  const { say } = reader;
  const { task } = piece;
  const team = task.viewer.by === 'staff';
  const toSpam = desk.account.settings.showToSpam;
  const below = (comment: CommentView) =>
    commentActs({ reader, task, comment }) +
    (team ? clientMailActions({ reader, task, comment, branch: branches.get(comment.id), toSpam }) : '');
  return (
    <DeskFrame desk={desk} title={titleOf(task, reader)} place={null}>
      <h1>{titleOf(task, reader)}</h1>
      <p class="fine head">
        <span>
          <State reader={reader} status={task.status} />
          {` · №\u00a0${task.number}`}
          {task.project ? (
            <>
              {' · '}
              <a href={`/projects/${task.project.number}`}>{task.project.title}</a>
            </>
          ) : null}
        </span>
        <span class="ways">
          {task.rights?.edit ? <a href={`/tasks/${task.number}/edit`}>{say('task.edit')}</a> : null}
          <a href={`/tasks/${task.number}/files`}>{say('files.title')}</a>
          <ToNewest reader={reader} task={task} />
        </span>
      </p>
      <StatusActs desk={desk} task={task} />
      <Roles reader={reader} task={task} />
      <Description reader={reader} task={task} folder="/files" />
      {team && (task.origin || (toSpam && isClientTask(task))) ? (
        <p class="fine actions">
          {task.origin ? <a href={`/tasks/${task.number}/original`}>{say('original.link')}</a> : null}
          {toSpam && isClientTask(task) ? <a href={`/tasks/${task.number}/spam`}>{say('spam.task.link')}</a> : null}
        </p>
      ) : null}
      <Checklist desk={desk} task={task} />
      <Talk reader={reader} piece={piece} deliveries={deliveries} folder="/files" below={below} />
      <PlannedComments desk={desk} task={task} fresh={fresh} />
      <Composer
        reader={reader}
        task={task}
        action={`/tasks/${task.number}/comments`}
        draft={draft}
        csrf={desk.csrf}
        heading={say('composer.staff')}
      >
        {answered ? (
          <p class="fine">
            {say('composer.answers', { name: answered.author.name })}{' '}
            <a href={`/tasks/${task.number}#c${answered.number}`}>{say('composer.answers.which')}</a>
          </p>
        ) : null}
        {'recipients' in telling ? (
          <>
            <Picking reader={reader} recipients={telling.recipients} draft={draft} quiet={quiet} />
            <SendLater reader={reader} draft={draft} />
          </>
        ) : (
          <WillBeNotified reader={reader} people={telling.notified} />
        )}
      </Composer>
    </DeskFrame>
  );
}
