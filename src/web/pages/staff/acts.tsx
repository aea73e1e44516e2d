/** The state of a task as buttons, each there only for those who may press it; and the pages that ask once more. */
import { REFUSALS, type Refusal } from '../../../tasks/refusal.ts';
import type { Status } from '../../../tasks/task.ts';
import { type TaskView, viewerPerson } from '../../../tasks/visibility.ts';
import { Ask } from '../client-mail.tsx';
import { titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';

/** `act.<word>` names the button. `for`: who is offered it besides having the right to change the state. */
interface Act {
  readonly to: Status;
  readonly word: 'accept' | 'reject' | 'start' | 'done' | 'complete' | 'reopen' | 'postpone' | 'cancel' | 'publish';
  readonly for?: 'assignee' | 'others' | 'edit';
}

const CALL_OFF = [
  { to: 'POSTPONED', word: 'postpone' },
  { to: 'CANCELLED', word: 'cancel', for: 'edit' },
] as const satisfies readonly Act[];
const REOPEN = [{ to: 'IN_PROGRESS', word: 'reopen' }] as const satisfies readonly Act[];

/** Spec 1.5: from each state, the ways on; the first is the usual one. */
const ACTS: Readonly<Record<Status, readonly Act[]>> = {
  DRAFT: [{ to: 'NEW', word: 'publish' }, ...CALL_OFF],
  NEW: [
    { to: 'IN_PROGRESS', word: 'accept', for: 'assignee' },
    { to: 'REJECTED', word: 'reject', for: 'assignee' },
    { to: 'IN_PROGRESS', word: 'start', for: 'others' },
    ...CALL_OFF,
  ],
  IN_PROGRESS: [{ to: 'DONE', word: 'done' }, { to: 'COMPLETED', word: 'complete', for: 'edit' }, ...CALL_OFF],
  DONE: [{ to: 'COMPLETED', word: 'complete', for: 'edit' }, ...REOPEN],
  COMPLETED: REOPEN,
  REJECTED: REOPEN,
  POSTPONED: REOPEN,
  CANCELLED: REOPEN,
};

export function StatusActs({ desk, task }: { desk: Desk; task: TaskView }) {
  const { say } = desk.reader;
  const acts = actsFor(task);
  if (acts.length === 0) return null;
  return (
    <form class="acts" method="post" action={`/tasks/${task.number}/status`} aria-label={say('act.label')}>
      <input type="hidden" name="csrf" value={desk.csrf} />
      {acts.map(({ to, word }, at) =>
        word === 'reject' ? (
          <a class="button" href={`/tasks/${task.number}/reject`}>
            {say('act.reject')}
          </a>
        ) : (
          <button class={at === 0 ? undefined : 'second'} type="submit" name="status" value={to}>
            {say(`act.${word}`)}
          </button>
        ),
      )}
    </form>
  );
}

function actsFor({ viewer, people, rights, status }: TaskView): readonly Act[] {
  if (!rights?.status) return [];
  const self = viewerPerson(viewer).id;
  const assignee = (people ?? []).some((p) => p.role === 'assignee' && p.person.id === self);
  // A client who has set a task does not begin it for the team.
  const offered = { assignee, others: !assignee && viewer.by === 'staff', edit: rights.edit };
  return ACTS[status].filter((act) => act.for === undefined || offered[act.for]);
}

export function AskReason({ desk, task, problem }: { desk: Desk; task: TaskView; problem: Refusal | null }) {
  const { reader, csrf } = desk;
  const { say, language } = reader;
  return (
    <DeskFrame desk={desk} title={say('reject.title')} place={null}>
      <h1>{say('reject.title')}</h1>
      <p>{titleOf(task, reader)}</p>
      {problem ? (
        <div class="problem" id="problem" role="alert">
          <p>{REFUSALS[problem].words[language]}</p>
        </div>
      ) : null}
      <form class="sheet" method="post" action={`/tasks/${task.number}/status`}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="status" value="REJECTED" />
        <label for="reason">{say('reject.reason')}</label>
        <textarea
          id="reason"
          name="reason"
          rows={4}
          maxlength={2000}
          required
          aria-describedby={problem ? 'problem' : undefined}
        />
        <div class="send">
          <button type="submit">{say('act.reject')}</button>
          <a href={`/tasks/${task.number}`}>{say('ask.back')}</a>
        </div>
      </form>
    </DeskFrame>
  );
}

export function AskDelete({ desk, task }: { desk: Desk; task: TaskView }) {
  const { say } = desk.reader;
  return (
    <Ask
      desk={desk}
      title={say('delete.title')}
      action={`/tasks/${task.number}/delete`}
      back={`/tasks/${task.number}`}
      button={say('delete.button')}
      problem={null}
    >
      <p>{say('delete.text', { title: titleOf(task, desk.reader) })}</p>
    </Ask>
  );
}

/** A page for what was not done: what it was about, why not, the way back. */
export function Refused({ desk, task, refusal }: { desk: Desk; task: TaskView; refusal: Refusal }) {
  const { reader } = desk;
  return (
    <DeskFrame desk={desk} title={titleOf(task, reader)} place={null}>
      <h1>{titleOf(task, reader)}</h1>
      <div class="problem" role="alert">
        <p>{REFUSALS[refusal].words[reader.language]}</p>
      </div>
      <p>
        <a href={`/tasks/${task.number}`}>{reader.say('ask.back')}</a>
      </p>
    </DeskFrame>
  );
}
