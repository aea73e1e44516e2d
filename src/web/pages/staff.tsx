/** The pages of those who signed in: employees see the team's side, contacts with a login the conversation. */
import type { Child } from 'hono/jsx';
import type { CommentId } from '../../base/id.ts';
import type { Account } from '../../people/account.ts';
import { fullName, isAdmin, type Person } from '../../people/person.ts';
import { TASK_ROLES } from '../../tasks/task.ts';
import type { CommentView, PersonView, TaskView } from '../../tasks/visibility.ts';
import type { BranchLine } from '../client-mail-ports.ts';
import type { Piece } from '../door.ts';
import type { Delivery, Page, Recipients, TaskLine } from '../ports.ts';
import { Description, ToNewest } from './client.tsx';
import { clientMailActions, isClientTask } from './client-mail.tsx';
import { Composer, type Draft, Picking, WillBeNotified } from './composer.tsx';
import { Talk } from './conversation.tsx';
import { Frame } from './layout.tsx';
import { State, TaskList, titleOf } from './list.tsx';
import type { Reader } from './reader.ts';

export interface Desk {
  readonly reader: Reader;
  readonly account: Account;
  readonly person: Person;
  readonly csrf: string;
}

export type Place = 'tasks' | 'new' | 'contacts' | 'projects' | 'search' | 'me' | 'letters' | 'inbox' | 'spam';

export function DeskFrame({
  desk,
  title,
  place,
  children,
}: {
  desk: Desk;
  title: string;
  place: Place | null;
  children?: Child;
}) {
  const { reader, account, person, csrf } = desk;
  const { say } = reader;
  const link = (to: Place, path: string, words = say(`nav.${to}`)) => (
    <a href={path} aria-current={place === to ? 'page' : undefined}>
      {words}
    </a>
  );
  const outside = person.kind === 'contact';
  const nav = (
    <nav class="nav" aria-label={say('nav.label')}>
      {link('tasks', '/')}
      {outside ? [link('projects', '/projects'), link('new', '/new')] : null}
      {link('contacts', '/contacts', outside ? say('nav.colleagues') : say('nav.contacts'))}
      {isAdmin(person) ? [link('letters', '/admin/letters'), link('inbox', '/admin/inbox')] : null}
      {isAdmin(person) && account.settings.showToSpam ? link('spam', '/admin/spam') : null}
    </nav>
  );
  const who = (
    <form class="who fine signed" method="post" action="/logout">
      <input type="hidden" name="csrf" value={csrf} />
      <span>{fullName(person)}</span>
      <button class="plain" type="submit">
        {say('nav.logout')}
      </button>
    </form>
  );
  return (
    <Frame
      reader={reader}
      title={title}
      firm={account.title}
      home="/"
      nav={nav}
      who={who}
      me={`${person.kind}-${person.number}`}
    >
      {children}
    </Frame>
  );
}

export function StaffList({
  desk,
  page,
  search,
  later,
}: {
  desk: Desk;
  page: Page<TaskLine>;
  search: string;
  later: boolean;
}) {
  const title = desk.reader.say('nav.tasks');
  return (
    <DeskFrame desk={desk} title={title} place="tasks">
      <h1>{title}</h1>
      <TaskList
        reader={desk.reader}
        page={page}
        search={search}
        later={later}
        here="/"
        pathOf={(n) => `/tasks/${n}`}
        numbers
      />
    </DeskFrame>
  );
}

export interface StaffTaskProps {
  readonly desk: Desk;
  readonly piece: Piece;
  readonly deliveries: ReadonlyMap<CommentId, readonly Delivery[]>;
  readonly draft: Draft;
  readonly branches: ReadonlyMap<CommentId, BranchLine>;
  /** For employees: whom to pick. For a contact who signed in: who will be told. */
  readonly telling: { readonly recipients: Recipients } | { readonly notified: readonly PersonView[] };
}

export function StaffTask({ desk, piece, deliveries, draft, branches, telling }: StaffTaskProps) {
  const { reader } = desk;
  const { say } = reader;
  const { task } = piece;
  const team = task.viewer.by === 'staff';
  const toSpam = desk.account.settings.showToSpam;
  const below = (comment: CommentView) =>
    team ? clientMailActions({ reader, task, comment, branch: branches.get(comment.id), toSpam }) : '';
  return (
    <DeskFrame desk={desk} title={titleOf(task, reader)} place={null}>
      <h1>{titleOf(task, reader)}</h1>
      <p class="fine head">
        <span>
          <State reader={reader} status={task.status} />
          {` · №\u00a0${task.number}`}
          {task.project ? ` · ${task.project.title}` : null}
        </span>
        <ToNewest reader={reader} task={task} />
      </p>
      <People reader={reader} task={task} />
      <Description reader={reader} task={task} folder="/files" />
      {team && toSpam && isClientTask(task) ? (
        <p class="fine actions">
          <a href={`/tasks/${task.number}/spam`}>{say('spam.task.link')}</a>
        </p>
      ) : null}
      <Talk reader={reader} piece={piece} deliveries={deliveries} folder="/files" below={below} />
      <Composer
        reader={reader}
        task={task}
        action={`/tasks/${task.number}/comments`}
        draft={draft}
        csrf={desk.csrf}
        heading={say('composer.staff')}
      >
        {'recipients' in telling ? (
          <Picking reader={reader} recipients={telling.recipients} draft={draft} />
        ) : (
          <WillBeNotified reader={reader} people={telling.notified} />
        )}
      </Composer>
    </DeskFrame>
  );
}

function People({ reader, task }: { reader: Reader; task: TaskView }) {
  const { say } = reader;
  const people = task.people ?? [];
  const rows = TASK_ROLES.map((role) => ({
    role,
    who: people.filter((p) => p.role === role).map((p) => p.person),
  })).filter((r) => r.who.length > 0);
  return (
    <dl class="roles">
      {rows.map(({ role, who }) => (
        <div>
          <dt>{say(`role.${role}`)}</dt>
          <dd>
            {who.map((p, i) => (
              <>
                {i > 0 ? ', ' : null}
                {p.name}
                {p.kind === 'contact' ? <span class="mark client">{say('mark.client')}</span> : null}
              </>
            ))}
          </dd>
        </div>
      ))}
      {task.counterparty ? (
        <div>
          <dt>{say('role.counterparty')}</dt>
          <dd>{task.counterparty.name}</dd>
        </div>
      ) : null}
    </dl>
  );
}
