/** Projects, tasks, comments and files of the plan, made by those who are said to have made them. */
import { Readable } from 'node:stream';
import type { CommentId, ContactId, EmployeeId, FileId, TaskId } from '../../src/base/id.ts';
import { DAY } from '../../src/base/time.ts';
import { branchOff } from '../../src/flow/branch.ts';
import { takeFile } from '../../src/flow/comment.ts';
import { createTask, perform } from '../../src/flow/perform.ts';
import { plan } from '../../src/flow/planned.ts';
import { textToHtml } from '../../src/mail/sanitize.ts';
import { insertProject } from '../../src/store/rules.ts';
import type { Intent } from '../../src/tasks/intent.ts';
import { aDraft } from '../support/world.ts';
import { mailBehind } from './build-mail.ts';
import type { Home } from './oracle.ts';
import { commentPlan, contactPlan, PROJECTS, projectPlan, TASKS, type TaskPlan, taskPlan } from './plan.ts';
import { done, type Site } from './things.ts';

export async function tasksOf(site: Site): Promise<void> {
  for (const name of Object.keys(PROJECTS)) await project(site, name);
  for (const name of Object.keys(TASKS)) await task(site, name);
  await file(site, 'ivan', 'upload/ivan', { at: 'upload', who: 'ivan' });
}

async function project({ gw, account, mark, idOf, idsOf, projects }: Site, name: string): Promise<void> {
  const plan = projectPlan(name);
  const fields = {
    title: mark({ at: 'project', project: name }),
    description: mark({ at: 'projectText', project: name }),
    author: idOf<EmployeeId>(plan.author),
    counterparty: plan.counterparty ? idOf<ContactId>(plan.counterparty) : null,
    auditors: idsOf(plan.auditors),
    clientManagers: idsOf<EmployeeId>(plan.clientManagers),
    hiddenFromEmployees: plan.hidden ?? false,
    hiddenFromContacts: plan.hidden ?? false,
  };
  projects.set(name, await gw.db.write((tx) => insertProject(tx, account.id, fields, gw.clock())));
}

async function task(site: Site, name: string): Promise<void> {
  const plan = taskPlan(name);
  const id = plan.branchOf ? await branch(site, name, plan.branchOf) : await plain(site, name, plan);
  site.tasks.set(name, id);
  const item = (): Intent => ({ kind: 'add-item', task: id, text: site.mark({ at: 'item', task: name }) });
  if (plan.checklist) await does(site, plan.assigner, item());
  for (const comment of Object.keys(plan.comments)) await say(site, name, comment);
  for (const who of plan.planned ?? []) await willSay(site, name, who);
  if (plan.deleted) await does(site, plan.assigner, { kind: 'delete-task', task: id });
}

async function plain(site: Site, name: string, plan: TaskPlan): Promise<TaskId> {
  const { mark, idOf, idsOf, projects } = site;
  const { assigner, source = 'web' } = plan;
  const home = { at: 'description', task: name } as const;
  const text = mark(home);
  const made = await createTask(
    site.gw,
    { ...(await site.actor(assigner)), source },
    {
      title: mark({ at: 'title', task: name }),
      description: { text, html: textToHtml(text) },
      files: plan.file ? [await file(site, assigner, `${name}/`, home)] : [],
      project: plan.project ? projects.get(plan.project)! : null,
      parent: null,
      assigner: idOf(assigner),
      assignees: idsOf(plan.assignees),
      participants: idsOf(plan.participants),
      auditors: idsOf(plan.auditors),
      counterparty: plan.counterparty ? idOf<ContactId>(plan.counterparty) : null,
      automaticAccess: plan.closed ? 'DO_NOT_GRANT' : 'GRANT',
      status: 'NEW',
      source,
      proof: source === 'mail' ? 'mail-proven' : 'session',
      origin: source === 'mail' ? await mailBehind(site, name, null, assigner, name) : null,
    },
  );
  return done(made).task;
}

/** Its title is the subject of that mail, its description the comment's words, its files the comment's. */
async function branch(site: Site, name: string, [task, comment]: readonly [string, string]): Promise<TaskId> {
  const of = { task: site.tasks.get(task)!, comment: site.things.comment.get(`${task}/${comment}`)!.id as CommentId };
  const made = done(await branchOff(site.gw, await site.actor('pavel'), of.task, of.comment));
  for (const homes of site.markers.values()) {
    const had = (at: Home['at']) => homes.some((h) => h.at === at && 'comment' in h && h.comment === comment);
    if (had('comment')) homes.push({ at: 'description', task: name });
    if (had('raw')) homes.push({ at: 'raw', task: name, comment: null });
  }
  site.markers.get(site.subjects.get(`${task}/${comment}`)!)!.push({ at: 'title', task: name });
  return made.task;
}

async function say(site: Site, task: string, name: string): Promise<void> {
  const plan = commentPlan(task, name);
  const ref = `${task}/${name}`;
  const home = { at: 'comment', task, comment: name } as const;
  const text = site.mark(home);
  const id = site.tasks.get(task)!;
  const said = await does(site, plan.by, {
    kind: 'add-comment',
    task: id,
    words: { text, html: textToHtml(text) },
    files: plan.file ? [await file(site, plan.by, ref, home)] : [],
    notify: site.idsOf(plan.told),
    hidden: plan.hidden ?? false,
    audience: site.idsOf(plan.audience),
    source: plan.mail ? 'mail' : contactPlan(plan.by) ? 'dashboard' : 'web',
    proof: plan.mail ? 'mail-proven' : 'session',
    origin: plan.mail ? await mailBehind(site, task, name, plan.by, ref) : null,
    join: false,
  });
  site.put('comment', ref, said.comment!, said.commentNumber!);
  if (plan.deleted) await does(site, plan.by, { kind: 'delete-comment', task: id, comment: said.comment! });
}

/** In a month, to everybody in it. */
async function willSay(site: Site, task: string, who: string): Promise<void> {
  const home = { at: 'planned', task, who } as const;
  const { assignees, participants } = taskPlan(task);
  const text = site.mark(home);
  const intent = {
    kind: 'add-comment',
    task: site.tasks.get(task)!,
    ...aDraft(text, {
      words: { text, html: textToHtml(text) },
      files: [await file(site, who, `planned/${task}/${who}`, home)],
      notify: site.idsOf([...(assignees ?? []), ...(participants ?? [])]),
    }),
  } as const;
  const at = site.gw.clock() + 30 * DAY;
  const made = done(await plan(site.gw, await site.actor(who), intent, { at, soon: false }));
  site.put('planned', `${task}/${who}`, made.comment!);
}

const does = async (site: Site, who: string, intent: Intent) =>
  done(await perform(site.gw, await site.actor(who), intent));

async function file(site: Site, owner: string, ref: string, home: Home): Promise<FileId> {
  const content = Readable.from([Buffer.from(site.mark(home))]);
  const given = { name: `${site.mark(home)}.txt`, type: 'text/plain', content };
  const { id } = await takeFile(site.gw, await site.actor(owner), given, 1000);
  site.put('file', ref, id);
  return id;
}
