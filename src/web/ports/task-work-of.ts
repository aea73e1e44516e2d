/** The ports of work on a task, made of the hallway. */
import { readCursor, writeCursor } from '../../base/cursor.ts';
import type { PersonId, TaskId } from '../../base/id.ts';
import { askAccess } from '../../flow/ask-access.ts';
import { listBin, restoreTask } from '../../flow/bin.ts';
import type { Actor, Gateway } from '../../flow/gateway.ts';
import { maySeePeople } from '../../flow/manage.ts';
import { changeTask, namedFaults, wordsFrom } from '../../flow/manage-task.ts';
import { originalOf } from '../../flow/original.ts';
import { pickPerson } from '../../flow/read-people.ts';
import { projectsSeen } from '../../flow/see-projects.ts';
import { fromChoices } from '../../flow/senders.ts';
import { filesOfTask } from '../../flow/task-files.ts';
import { fullName, type Person } from '../../people/person.ts';
import { loadPeople } from '../../store/people.ts';
import { pageOfEmployees } from '../../store/people-lists.ts';
import { pageOfProjects } from '../../store/rules.ts';
import type { Intent, TaskChanges } from '../../tasks/intent.ts';
import type { PersonView, TaskView } from '../../tasks/visibility.ts';
import type { DoneOrNot } from '../client-mail-ports.ts';
import type { AccountOf } from './account-of.ts';
import { newTask } from './new-task-of.ts';
import type { PeopleChange, ProjectChoice, TaskEdit, TaskWorkPorts } from './task-work.ts';

export function taskWorkPorts(gw: Gateway, accountOf: AccountOf): TaskWorkPorts {
  const does = (actor: Actor, intent: Intent): Promise<DoneOrNot> => changeTask(gw, actor, [intent]);
  return {
    setStatus: (actor, { id: task }, status, reason) => does(actor, { kind: 'set-status', task, status, reason }),
    editTask: (actor, view, edit) => editTask(gw, actor, view, edit),
    changePeople: (actor, view, changes) => changeTask(gw, actor, peopleIntents(view, changes)),
    addItem: (actor, { id: task }, text) => does(actor, { kind: 'add-item', task, text: itemText(gw, text) }),
    changeItem: (actor, { id: task }, item, text, assignees) =>
      does(actor, { kind: 'change-item', task, item, text: itemText(gw, text), assignees: assignees ?? undefined }),
    removeItem: (actor, { id: task }, item) => does(actor, { kind: 'remove-item', task, item }),
    tickItem: (actor, { id: task }, item, done) => does(actor, { kind: 'tick-item', task, item, done }),
    deleteTask: (actor, { id: task }) => does(actor, { kind: 'delete-task', task }),
    editComment: (actor, { id: task }, comment, text) =>
      does(actor, { kind: 'edit-comment', task, comment, words: wordsFrom(gw, { text }) }),
    deleteComment: (actor, { id: task }, comment) => does(actor, { kind: 'delete-comment', task, comment }),
    originalMail: (_viewer, view, comment) => originalOf(gw, view, comment),
    filesOfTask: async (viewer, view) => filesOfTask(gw, await accountOf(viewer), viewer, view),
    pick: async (actor, text, what) => {
      const found = await pickPerson(gw, actor, text, what);
      if (found.kind === 'one') return { kind: 'one', person: personView(found.person) };
      return found.kind === 'several' ? { kind: 'several', people: found.people.map(personView) } : found;
    },
    named: async (actor, ids) => {
      const people = await loadPeople(gw.db.read, actor.account.id, ids);
      return [...people.values()].map(personView);
    },
    employees: async (actor) =>
      maySeePeople(actor)
        ? (await pageOfEmployees(gw.db.read, actor.account.id, 0, 500))
            .filter((e) => e.active && e.role !== 'robot')
            .map(personView)
        : [],
    projectChoices: (actor) => projectChoices(gw, actor),
    fromChoices: (actor) => fromChoices(gw.db.read, actor, 'any'),
    newTask: (actor, form) => newTask(gw, actor, form),
    askAccess: (actor, number) => askAccess(gw, actor, number),
    listBin: async (actor, viewer, { after, limit }) => {
      const { items, next } = await listBin(gw, actor, viewer, { after: readCursor<TaskId>(after), limit });
      return { items, next: next && writeCursor(next) };
    },
    restoreTask: (actor, viewer, number) => restoreTask(gw, actor, viewer, number),
  };
}

const personView = (p: Person): PersonView => ({
  id: p.id,
  kind: p.kind,
  name: fullName(p),
  isCompany: p.kind === 'contact' && p.isCompany,
});

const itemText = (gw: Gateway, text: string): string =>
  wordsFrom(gw, { text }).text.replace(/\s+/g, ' ').trim().slice(0, 2000);

/** Words that were not touched keep their formatting: a form knows the plain text only. */
async function editTask(gw: Gateway, actor: Actor, view: TaskView, edit: TaskEdit): Promise<DoneOrNot> {
  const { title, text, ...named } = edit;
  const faults = await namedFaults(gw, actor, view.viewer, { people: {}, ...onlyChanged(view, named) });
  if (faults.length > 0)
    return { ok: false, refusal: faults[0]?.path === 'project' ? 'no-such-project' : 'unknown-person' };
  const untouched = text === undefined || text.trim() === (view.description?.text ?? '').trim();
  const changes: TaskChanges = {
    ...onlyChanged(view, named),
    ...(title === undefined || title.trim() === view.title ? {} : { title: wordsFrom(gw, { text: title }).text }),
    ...(untouched ? {} : { description: wordsFrom(gw, { text }) }),
  };
  if (Object.keys(changes).length === 0) return { ok: true };
  return changeTask(gw, actor, [{ kind: 'edit-task', task: view.id, changes }]);
}

/** What a form sends back as it was is no change: a project that this person could not pick themselves stays. */
function onlyChanged(view: TaskView, { project, counterparty, automaticAccess }: TaskEdit): TaskChanges {
  return {
    ...(project === undefined || project === (view.project?.id ?? null) ? {} : { project }),
    ...(counterparty === undefined || counterparty === (view.counterparty?.id ?? null) ? {} : { counterparty }),
    ...(automaticAccess === undefined || automaticAccess === view.automaticAccess ? {} : { automaticAccess }),
  };
}

function peopleIntents(view: TaskView, changes: readonly PeopleChange[]): Intent[] {
  return changes.flatMap(({ role, remove, add }): Intent[] => {
    const before = (view.people ?? []).filter((p) => p.role === role).map((p) => p.person.id);
    const people: PersonId[] = [...new Set([...before.filter((p) => !remove.includes(p)), ...add])];
    const same = people.length === before.length && people.every((p) => before.includes(p));
    return same ? [] : [{ kind: 'set-people', task: view.id, role, people }];
  });
}

async function projectChoices(gw: Gateway, actor: Actor): Promise<ProjectChoice[]> {
  const found = await pageOfProjects(gw.db.read, actor.account.id, 0, 500);
  const open = found.filter((p) => p.status !== 'COMPLETED');
  return (await projectsSeen(gw.db.read, actor, open)).map((p) => ({
    id: p.id,
    number: p.number,
    title: p.title,
    assignees: p.defaultAssignees,
    participants: p.defaultParticipants,
    counterparty: p.counterparty,
  }));
}
