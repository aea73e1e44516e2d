/** What is still to be said in a task: when, to whom, and what its author can do about it until then (spec 1.6). */
import { writtenZone } from '../../../base/zone.ts';
import type { Recipients } from '../../../flow/recipients.ts';
import { REFUSALS, type Refusal } from '../../../tasks/refusal.ts';
import type { PlannedView, TaskView } from '../../../tasks/visibility.ts';
import { wordOf } from '../../quoted-word.ts';
import { sayInFull, sayWhen } from '../../when.ts';
import { type Draft, UnseenWords } from '../composer.tsx';
import { Files } from '../entry.tsx';
import { kept } from '../kept.ts';
import type { Reader } from '../reader.ts';
import { shown, standsInWords } from '../shown.ts';
import { type Desk, DeskFrame } from '../staff.tsx';
import { Picking } from './picking.tsx';

export function PlannedComments({ desk, task, fresh }: { desk: Desk; task: TaskView; fresh: string | null }) {
  if (task.planned.length === 0) return null;
  const { say } = desk.reader;
  return (
    <section class="planned" id="planned" aria-labelledby="planned-title">
      <h2 id="planned-title">{say('planned.title')}</h2>
      {task.planned.map((planned) => (
        <One {...{ desk, task, planned }} fresh={planned.id === fresh} />
      ))}
    </section>
  );
}

function One({ desk, task, planned, fresh }: { desk: Desk; task: TaskView; planned: PlannedView; fresh: boolean }) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const path = `/tasks/${task.number}/planned/${planned.id}`;
  const goes = planned.dueAt === null ? {} : { 'data-goes': String(planned.dueAt) };
  return (
    <article class={fresh ? 'plan fresh' : 'plan'} tabindex={-1} {...goes}>
      <header>
        <When reader={reader} planned={planned} />
        {planned.own ? null : <span class="fine"> · {planned.author.name}</span>}
      </header>
      <p class="fine">{toWhom(planned, say)}</p>
      {kept(`${planned.id} ${reader.language}`, [planned.html, planned.files], '/files', () => (
        <>
          {planned.text.trim() ? <div class="words">{shown(planned, planned.files)}</div> : null}
          <Files reader={reader} files={planned.files.filter((f) => !standsInWords(planned.html, f))} />
        </>
      ))}
      <form class="plan-acts" method="post" action={path}>
        <input type="hidden" name="csrf" value={csrf} />
        {planned.own ? (
          <>
            <button class="second" type="submit" name="do" value="now">
              {say('planned.now')}
            </button>
            {planned.soon ? null : <a href={path}>{say('planned.change')}</a>}
          </>
        ) : null}
        <button class="plain" type="submit" name="do" value="back">
          {planned.soon ? say('planned.undo') : say('planned.back')}
        </button>
      </form>
    </article>
  );
}

function When({ reader, planned }: { reader: Reader; planned: PlannedView }) {
  const { say, language } = reader;
  const { dueAt, stopped, soon } = planned;
  if (dueAt !== null)
    return (
      <b>
        {soon ? say('planned.soon') : say('planned.goes')} <WritersTime at={dueAt} reader={reader} />
      </b>
    );
  const why = stopped && Object.hasOwn(REFUSALS, stopped) ? REFUSALS[stopped as Refusal].words[language] : '';
  return (
    <b class="warn">
      {say('planned.stopped')} {why}
    </b>
  );
}

/** By the clock that its writer chose it by, wherever their browser is. */
const WritersTime = ({ at, reader: { language, zone, now } }: { at: number; reader: Reader }) => (
  <time datetime={new Date(at).toISOString()} title={sayInFull(at, language, zone)}>
    {sayWhen(at, now, language, zone)} ({writtenZone(zone ?? 'UTC')})
  </time>
);

function toWhom({ notify, hidden }: PlannedView, say: Reader['say']): string {
  const people = notify.map((p) => (p.kind === 'contact' ? `${p.name} (${say('mark.client')})` : p.name)).join(', ');
  const told = people === '' ? say('planned.nobody') : say('planned.to', { people });
  return hidden ? `${told} ${say('entry.hidden')}` : told;
}

/** «Send later»: folded away until somebody wants it. */
export function SendLater({ reader, draft }: { reader: Reader; draft: Draft }) {
  const { say } = reader;
  return (
    <details class="later" open={draft.sendAt !== ''}>
      <summary>{say('composer.later')}</summary>
      <SendAt reader={reader} value={draft.sendAt} />
    </details>
  );
}

function SendAt({ reader, value, required }: { reader: Reader; value: string; required?: boolean }) {
  const { say, zone } = reader;
  return (
    <p>
      <label for="send-at">{say('composer.later.at')}</label>{' '}
      <input
        id="send-at"
        type="datetime-local"
        name="send-at"
        value={value}
        aria-describedby="send-at-zone"
        required={required}
      />{' '}
      <span class="fine" id="send-at-zone">
        {say('composer.later.zone', { zone: zone ?? 'UTC' })}
      </span>
    </p>
  );
}

interface EditProps {
  readonly desk: Desk;
  readonly task: TaskView;
  readonly planned: PlannedView;
  readonly draft: Draft;
  readonly recipients: Recipients;
}

export function EditPlanned({ desk, task, planned, draft, recipients }: EditProps) {
  const { reader, csrf } = desk;
  const { say } = reader;
  const wrong = draft.problems.length > 0 || draft.unseen.length > 0;
  return (
    <DeskFrame desk={desk} title={say('planned.edit')} place={null}>
      <h1>{say('planned.edit')}</h1>
      <form class="sheet" method="post" action={`/tasks/${task.number}/planned/${planned.id}`}>
        <input type="hidden" name="csrf" value={csrf} />
        {wrong ? (
          <div class="problem" id="problem" role="alert" tabindex={-1}>
            {draft.problems.map((p) => (
              <p>{p}</p>
            ))}
            <UnseenWords unseen={draft.unseen} say={say} />
          </div>
        ) : null}
        <label for="text">{say('edit.words')}</label>
        <textarea id="text" name="text" rows={8} maxlength={60000} aria-describedby={wrong ? 'problem' : undefined}>
          {`\n${draft.text}`}
        </textarea>
        <SendAt reader={reader} value={draft.sendAt} required />
        <Picking reader={reader} recipients={recipients} draft={draft} quiet={false} />
        <div class="send">
          <button type="submit" name="do" value="save">
            {say('sheet.save')}
          </button>
          {draft.unseen.length > 0 ? (
            <button class="second" type="submit" name="quoted-ok" value={wordOf(draft.unseen)}>
              {say('composer.unseen.send')}
            </button>
          ) : null}
          <a href={`/tasks/${task.number}#planned`}>{say('ask.back')}</a>
        </div>
      </form>
    </DeskFrame>
  );
}
