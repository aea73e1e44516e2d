/** The list of what is to be done in a task (spec 1.8): a tick is a button, so that it works without script. */
import { mayTick } from '../../../tasks/rights.ts';
import type { ChecklistItem } from '../../../tasks/task.ts';
import { type TaskView, viewerPerson } from '../../../tasks/visibility.ts';
import type { Desk } from '../staff.tsx';

export function Checklist({ desk, task }: { desk: Desk; task: TaskView }) {
  const { say } = desk.reader;
  const items = task.checklist ?? [];
  const mayAdd = task.rights?.edit ?? false;
  if (items.length === 0 && !mayAdd) return null;
  const done = items.filter((i) => i.done).length;
  return (
    <details class="checklist" id="checklist" open={items.length > 0}>
      <summary>
        {say('checklist.title')}
        {items.length > 0 ? <span class="fine"> {say('checklist.sum', { done, all: items.length })}</span> : null}
      </summary>
      <form method="post" action={`/tasks/${task.number}/checklist`}>
        <input type="hidden" name="csrf" value={desk.csrf} />
        <ul>
          {items.map((item) => (
            <Item desk={desk} task={task} item={item} />
          ))}
        </ul>
      </form>
      {mayAdd ? <NewItem desk={desk} task={task} /> : null}
    </details>
  );
}

function Item({ desk, task, item }: { desk: Desk; task: TaskView; item: ChecklistItem }) {
  const { say } = desk.reader;
  const self = viewerPerson(task.viewer);
  const roles = (task.people ?? []).filter((p) => p.person.id === self.id).map((p) => p.role);
  const state = item.done ? say('checklist.done') : say('checklist.open');
  const act = item.done ? say('checklist.untick') : say('checklist.tick');
  const box = <span aria-hidden="true">{item.done ? '☑' : '☐'}</span>;
  return (
    <li class={item.done ? 'over' : undefined}>
      {mayTick(self, roles, item) ? (
        <button
          class="plain tick"
          type="submit"
          name="tick"
          value={`${item.id} ${item.done ? 'open' : 'done'}`}
          aria-label={`${act}: ${item.text}`}
        >
          {box}
        </button>
      ) : (
        <span class="tick" role="img" aria-label={state}>
          {box}
        </span>
      )}
      <span>{item.text}</span>
    </li>
  );
}

function NewItem({ desk, task }: { desk: Desk; task: TaskView }) {
  const { say } = desk.reader;
  return (
    <form class="find" method="post" action={`/tasks/${task.number}/checklist`}>
      <input type="hidden" name="csrf" value={desk.csrf} />
      <input
        type="text"
        name="item"
        maxlength={2000}
        aria-label={say('checklist.new')}
        placeholder={say('checklist.new')}
      />
      <button class="second" type="submit">
        {say('checklist.add')}
      </button>
    </form>
  );
}
