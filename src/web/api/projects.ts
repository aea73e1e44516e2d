/** `/projects` (spec 1.4). */
import { z } from '@hono/zod-openapi';
import { maySeePeople } from '../../flow/manage.ts';
import { addProject, changeProject } from '../../flow/manage-projects.ts';
import { listProjects } from '../../flow/read-projects.ts';
import { seesProject } from '../../flow/see-projects.ts';
import type { Account } from '../../people/account.ts';
import { loadProject } from '../../store/rules.ts';
import type { Project } from '../../tasks/task.ts';
import { type Api, endpoint } from './endpoint.ts';
import { id, idParam, ids, iso, line, numberPaging, pageOf, time } from './fields.ts';
import { told } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Projects';
const status = z.enum(['ACTIVE', 'COMPLETED', 'DRAFT']);

const projectSchema = z
  .strictObject({
    id: id<'project'>(),
    number: z.int(),
    title: z.string(),
    description: z.string(),
    status,
    author: id<'employee'>(),
    counterparty: id<'contact'>().nullable(),
    auditors: z.array(id()),
    clientManagers: z.array(id<'employee'>()),
    defaultAssignees: z.array(id()),
    defaultParticipants: z.array(id()),
    hiddenFromEmployees: z.boolean(),
    hiddenFromContacts: z.boolean(),
    email: z.string().openapi({ description: 'A mail to this address makes a task in the project' }),
    createdAt: time,
  })
  .openapi('Project');

const fields = {
  description: z
    .string()
    .max(64 * 1024)
    .optional(),
  status: status.optional(),
  counterparty: id<'contact'>().nullable().optional(),
  auditors: ids<'employee' | 'contact'>().optional(),
  clientManagers: ids<'employee'>().optional().openapi({ description: 'Who creates the project, if none is given' }),
  defaultAssignees: ids<'employee' | 'contact'>().optional(),
  defaultParticipants: ids<'employee' | 'contact'>().optional(),
  hiddenFromEmployees: z.boolean().optional(),
  hiddenFromContacts: z.boolean().optional(),
};
const newProject = z.strictObject({ title: line(300), ...fields }).openapi('NewProject');
const projectChange = z.strictObject({ title: line(300).optional(), ...fields }).openapi('ProjectChange');

export function projectRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/projects',
      tag: TAG,
      summary: 'List projects by their numbers',
      query: numberPaging,
      answers: {
        200: {
          what: 'Those that the caller sees; a page may be shorter than asked for',
          schema: pageOf(projectSchema),
        },
      },
    },
    async ({ account, actor, query }) => {
      if (!maySeePeople(actor)) return refusal('no-data-access');
      const page = { after: Number(query.after ?? 0), limit: query.limit, search: '' };
      const { items, next } = await listProjects(gw, actor, page);
      const json = { items: items.map((p) => projectJson(account, p)), next: next === null ? null : String(next) };
      return { status: 200, json };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/projects',
      tag: TAG,
      summary: 'Create a project',
      body: newProject,
      answers: { 201: { what: 'The new project', schema: projectSchema } },
    },
    async ({ account, actor, body }) => told(await addProject(gw, actor, body), (p) => projectJson(account, p), 201),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/projects/{id}',
      tag: TAG,
      summary: 'Get a project',
      params: idParam<'project'>(),
      answers: { 200: { what: 'The project', schema: projectSchema } },
    },
    async ({ account, actor, params }) => {
      const project = await loadProject(gw.db.read, account.id, params.id);
      return project && (await seesProject(gw.db.read, actor, project))
        ? { status: 200, json: projectJson(account, project) }
        : refusal('not-found');
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/projects/{id}',
      tag: TAG,
      summary: 'Change a project',
      description: 'For its author and administrators. A new counterparty goes on to the tasks that had the old one.',
      params: idParam<'project'>(),
      body: projectChange,
      answers: { 200: { what: 'The project as it is now', schema: projectSchema } },
    },
    async ({ account, actor, params, body }) =>
      told(await changeProject(gw, actor, params.id, body), (p) => projectJson(account, p)),
  );
}

const projectJson = (account: Account, p: Project): z.input<typeof projectSchema> => ({
  id: p.id,
  number: p.number,
  title: p.title,
  description: p.description,
  status: p.status,
  author: p.author,
  counterparty: p.counterparty,
  auditors: [...p.auditors],
  clientManagers: [...p.clientManagers],
  defaultAssignees: [...p.defaultAssignees],
  defaultParticipants: [...p.defaultParticipants],
  hiddenFromEmployees: p.hiddenFromEmployees,
  hiddenFromContacts: p.hiddenFromContacts,
  email: `project+${p.number}@${account.mailDomain}`,
  createdAt: iso(p.createdAt),
});
