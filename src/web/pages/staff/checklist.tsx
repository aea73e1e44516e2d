/** The list of what is to be done in a task (spec 1.8): a tick is a button, so that it works without script. */
import { CHECKLIST_MAX } from '../../../tasks/checklist.ts';
import { REFUSALS, type Refusal } from '../../../tasks/refusal.ts';
import { mayTick } from '../../../tasks/rights.ts';
import type { ChecklistItem } from '../../../tasks/task.ts';
import { type ItemView, type PersonView, type TaskView, viewerPerson } from '../../../tasks/visibility.ts';
import type { PeopleField } from '../../picking.ts';
import { titleOf } from '../list.tsx';
import { type Desk, DeskFrame } from '../staff.tsx';
import { People, Team } from './people-fields.tsx';

interface ChecklistProps {
  readonly desk: Desk;
  readonly task: TaskView;
}

export function Checklist({ desk, task }: ChecklistProps) {
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
            <Item {...{ desk, task, item }} />
          ))}
        </ul>
      </form>
      {mayAdd && items.length >= CHECKLIST_MAX ? (
        <p class="fine">{REFUSALS['too-many-items'].words[desk.reader.language]}</p>
      ) : null}
      {mayAdd && items.length < CHECKLIST_MAX ? <NewItem desk={desk} task={task} /> : null}
    </details>
  );
}

function Item({ desk, task, item }: ChecklistProps & { readonly item: ItemView }) {
  const { say } = desk.reader;
  const self = viewerPerson(task.viewer);
  const roles = (task.people ?? []).filter((p) => p.person.id === self.id).map((p) => p.role);
  const state = item.done ? say('checklist.done') : say('checklist.open');
  const act = item.done ? say('checklist.untick') : say('checklist.tick');
  const box = <span aria-hidden="true">{item.done ? '☑' : '☐'}</span>;
  const whose = item.people.map((p) => p.name).join(', ');
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
      <span class="what">
        {item.text}
        {whose ? <span class="fine"> {whose}</span> : null}
      </span>
      {task.rights?.edit ? (
        <a
          class="fine"
          href={`/tasks/${task.number}/checklist/${item.id}`}
          aria-label={`${say('checklist.change')}: ${item.text}`}
        >
          {say('checklist.change')}
        </a>
      ) : null}
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

interface ItemPageProps {
  readonly desk: Desk;
  readonly task: TaskView;
  readonly item: ChecklistItem;
  readonly text: string;
  /** Null for whoever does not pick people here. */
  readonly whose: PeopleField | null;
  readonly team: readonly PersonView[];
  readonly problem: Refusal | 'people' | null;
}

/** One item by itself: its words, whose it is, and the way to take it out. */
export function ItemPage({ desk, task, item, text, whose, team, problem }: ItemPageProps) {
  const { reader, csrf } = desk;
  const { say, language } = reader;
  const here = `/tasks/${task.number}/checklist/${item.id}`;
  return (
    <DeskFrame desk={desk} title={say('checklist.item')} place={null}>
      <h1>{say('checklist.item')}</h1>
      <p>{titleOf(task, reader)}</p>
      {problem && problem !== 'people' ? (
        <div class="problem" id="problem" role="alert">
          <p>{REFUSALS[problem].words[language]}</p>
        </div>
      ) : null}
      <form class="sheet" method="post" action={here}>
        <input type="hidden" name="csrf" value={csrf} />
        <label for="item">{say('checklist.words')}</label>
        <input id="item" type="text" name="item" value={text} maxlength={2000} required />
        {whose ? (
          <People
            reader={reader}
            field={whose}
            label={say('checklist.whose')}
            hint={say('checklist.whose.hint')}
            list
          />
        ) : null}
        {whose ? <Team people={team} /> : null}
        <div class="send">
          <button type="submit">{say('sheet.save')}</button>
          <button class="second" type="submit" name="do" value="remove" formnovalidate>
            {say('checklist.remove')}
          </button>
          <a href={`/tasks/${task.number}#checklist`}>{say('ask.back')}</a>
        </div>
      </form>
    </DeskFrame>
  );
}
