/** What one can do at a comment: answer it, and change or take back one's own. */
import { REFUSALS, type Refusal } from '../../../tasks/refusal.ts';
import { isNote } from '../../../tasks/task.ts';
import type { CommentView, TaskView } from '../../../tasks/visibility.ts';
import { Ask } from '../client-mail.tsx';
import type { Reader } from '../reader.ts';
import { type Desk, DeskFrame } from '../staff.tsx';
import { written } from '../written.ts';

/** Below an entry; '' where nothing can be done. */
export function commentActs({
  reader,
  task,
  comment,
}: {
  reader: Reader;
  task: TaskView;
  comment: CommentView;
}): string {
  const { say } = reader;
  const here = `/tasks/${task.number}/comments/${comment.number}`;
  const team = task.viewer.by === 'staff';
  const answers = team && task.rights?.comment && !isNote(comment);
  const asked = team && comment.hidden && task.rights?.people && !isInTask(task, comment) ? comment.author : null;
  if (!answers && !comment.own && !(team && comment.origin)) return '';
  return written(
    <p class="fine actions">
      {answers ? <a href={`/tasks/${task.number}?reply=${comment.number}#answer`}>{say('entry.reply')}</a> : null}
      {answers ? (
        <a class="quote" href={`/tasks/${task.number}?quote=${comment.number}#answer`}>
          {say('entry.quote')}
        </a>
      ) : null}
      {comment.own ? <a href={`${here}/edit`}>{say('entry.edit')}</a> : null}
      {comment.own ? <a href={`${here}/delete`}>{say('entry.delete')}</a> : null}
      {team && comment.origin ? <a href={`${here}/original`}>{say('original.link')}</a> : null}
      {asked?.kind === 'employee' && !comment.own ? (
        <a href={`/tasks/${task.number}/people?participant=${asked.id}`}>{say('entry.let-in', { name: asked.name })}</a>
      ) : null}
    </p>,
  );
}

const isInTask = (task: TaskView, { author }: CommentView): boolean =>
  (task.people ?? []).some((p) => p.person.id === author.id);

interface EditProps {
  readonly desk: Desk;
  readonly task: TaskView;
  readonly comment: CommentView;
  readonly text: string;
  readonly problem: Refusal | null;
}

export function EditComment({ desk, task, comment, text, problem }: EditProps) {
  const { reader, csrf } = desk;
  const { say, language } = reader;
  return (
    <DeskFrame desk={desk} title={say('edit.title')} place={null}>
      <h1>{say('edit.title')}</h1>
      <p class="fine">{say('edit.letters')}</p>
      {problem ? (
        <div class="problem" id="problem" role="alert">
          <p>{REFUSALS[problem].words[language]}</p>
        </div>
      ) : null}
      <form class="sheet" method="post" action={`/tasks/${task.number}/comments/${comment.number}/edit`}>
        <input type="hidden" name="csrf" value={csrf} />
        <label for="text">{say('edit.words')}</label>
        <textarea id="text" name="text" rows={10} maxlength={60000} aria-describedby={problem ? 'problem' : undefined}>
          {`\n${text}`}
        </textarea>
        <div class="send">
          <button type="submit">{say('sheet.save')}</button>
          <a href={`/tasks/${task.number}#c${comment.number}`}>{say('ask.back')}</a>
        </div>
      </form>
    </DeskFrame>
  );
}

export function AskDeleteComment({ desk, task, comment }: { desk: Desk; task: TaskView; comment: CommentView }) {
  const { say } = desk.reader;
  return (
    <Ask
      desk={desk}
      title={say('entry.delete.title')}
      action={`/tasks/${task.number}/comments/${comment.number}/delete`}
      back={`/tasks/${task.number}#c${comment.number}`}
      button={say('entry.delete')}
      problem={null}
    >
      <p>{say('entry.delete.text')}</p>
      <pre class="excerpt">{[...comment.text.trim()].slice(0, 600).join('')}</pre>
    </Ask>
  );
}
