/** What the team can do about a client's mail: quiet links at the comment, each leading to a page that asks once more. */
import type { Child } from 'hono/jsx';
import { branchTitle } from '../../tasks/branch.ts';
import type { CommentView, TaskView } from '../../tasks/visibility.ts';
import type { BranchLine, SpamLine } from '../client-mail-ports.ts';
import type { Page } from '../ports.ts';
import { More, titleOf } from './list.tsx';
import type { Reader } from './reader.ts';
import { type Desk, DeskFrame } from './staff.tsx';
import { written } from './written.ts';

interface ActionsProps {
  readonly reader: Reader;
  readonly task: TaskView;
  readonly comment: CommentView;
  readonly branch: BranchLine | undefined;
  readonly toSpam: boolean;
}

/** Below a comment that a client sent by mail; '' below others. */
export function clientMailActions(props: ActionsProps): string {
  const { reader, task, comment, branch, toSpam } = props;
  if (!isClientMail(comment)) return '';
  const { say } = reader;
  const here = `/tasks/${task.number}/comments/${comment.number}`;
  return written(
    <p class="fine actions">
      {branch ? <Became reader={reader} branch={branch} here={here} /> : null}
      {branch || comment.hidden ? null : <NewMatter reader={reader} comment={comment} here={here} />}
      {toSpam ? <a href={`${here}/spam`}>{say('spam.link')}</a> : null}
    </p>,
  );
}

export const isClientMail = (c: CommentView): boolean =>
  c.source === 'mail' && c.author.kind === 'contact' && c.origin !== null && !c.origin.automatic;

/** Of a task: did a client's mail make it? */
export const isClientTask = (task: TaskView): boolean =>
  task.source === 'mail' && (task.people ?? []).some((p) => p.role === 'assigner' && p.person.kind === 'contact');

function Became({ reader, branch, here }: { reader: Reader; branch: BranchLine; here: string }) {
  const { say } = reader;
  return (
    <span>
      {say('branch.became')} <a href={`/tasks/${branch.number}`}>{`№\u00a0${branch.number}`}</a>
      {' · '}
      <a href={`${here}/branch`}>{say('branch.back')}</a>
    </span>
  );
}

/** Another subject is said aloud; at other mails the way out is there and keeps quiet. */
function NewMatter({ reader, comment, here }: { reader: Reader; comment: CommentView; here: string }) {
  const { say } = reader;
  const link = <a href={`${here}/branch`}>{say('branch.link')}</a>;
  return comment.origin?.subjectChanged ? (
    <span class="matter">
      {say('branch.other', { subject: branchTitle(comment) })} {link}
    </span>
  ) : (
    link
  );
}

interface AskProps {
  readonly desk: Desk;
  readonly title: string;
  readonly action: string;
  readonly back: string;
  readonly button: string;
  readonly problem: string | null;
  readonly children?: Child;
}

/** One question, one button, and the way back. */
export function Ask({ desk, title, action, back, button, problem, children }: AskProps) {
  const { say } = desk.reader;
  return (
    <DeskFrame desk={desk} title={title} place={null}>
      <h1>{title}</h1>
      {problem ? (
        <div class="problem" role="alert">
          <p>{problem}</p>
        </div>
      ) : null}
      {children}
      <form class="decisions" method="post" action={action}>
        <input type="hidden" name="csrf" value={desk.csrf} />
        <button type="submit">{button}</button>
      </form>
      <p>
        <a href={back}>{say('ask.back')}</a>
      </p>
    </DeskFrame>
  );
}

export function SpamWords({ desk, task, comment }: { desk: Desk; task: TaskView; comment: CommentView | null }) {
  const { reader } = desk;
  const { say } = reader;
  const assigner = task.people?.find((p) => p.role === 'assigner')?.person.name ?? '';
  return comment ? (
    <>
      <p>{say('spam.comment', { name: comment.author.name })}</p>
      <pre class="excerpt">{firstWords(comment.text)}</pre>
    </>
  ) : (
    <p>{say('spam.task', { name: assigner, title: titleOf(task, reader) })}</p>
  );
}

export function BranchWords({ desk, comment, title }: { desk: Desk; comment: CommentView; title: string }) {
  const { say } = desk.reader;
  return (
    <>
      <p>{say('branch.text', { name: comment.author.name, title })}</p>
      <pre class="excerpt">{firstWords(comment.text)}</pre>
    </>
  );
}

const SHOWN = 600;
const firstWords = (text: string): string => {
  const words = [...text.trim()];
  return words.length <= SHOWN ? words.join('') : `${words.slice(0, SHOWN).join('')}…`;
};

export function SpamList({ desk, page, later }: { desk: Desk; page: Page<SpamLine>; later: boolean }) {
  const { reader } = desk;
  const { say } = reader;
  return (
    <DeskFrame desk={desk} title={say('nav.spam')} place="spam">
      <h1>{say('nav.spam')}</h1>
      <p>{say('spam.list')}</p>
      {page.items.length === 0 ? <p class="empty">{say('spam.empty')}</p> : null}
      <ul class="rows">
        {page.items.map((one) => (
          <li>
            <span>
              <b>{one.name}</b>
              {one.address === one.name ? null : (
                <>
                  <br />
                  <span class="fine">{one.address}</span>
                </>
              )}
            </span>
            <form method="post" action={`/admin/spam/${one.id}`}>
              <input type="hidden" name="csrf" value={desk.csrf} />
              <button class="second" type="submit">
                {say('spam.not')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <More reader={reader} here="/admin/spam" next={page.next} later={later} />
    </DeskFrame>
  );
}
