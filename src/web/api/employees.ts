/** `/employees`: the team (spec 1.2). Everybody of the team sees it, administrators change it. */
import { z } from '@hono/zod-openapi';
import { activationLink, addEmployee, changeEmployee } from '../../flow/manage-people.ts';
import { SIGNATURE_MAX } from '../../people/account.ts';
import { EMPLOYEE_ROLES, type Employee } from '../../people/person.ts';
import { loadEmployee } from '../../store/people.ts';
import { pageOfEmployees } from '../../store/people-lists.ts';
import { LOCAL_NAME } from '../local-name.ts';
import { type Api, endpoint } from './endpoint.ts';
import { address, cut, id, idParam, language, line, numberPaging, optionalLine, pageOf, timezone } from './fields.ts';
import { told } from './outcome.ts';
import { refusal } from './problem.ts';

const TAG = 'Employees';

const employeeSchema = z
  .strictObject({
    id: id<'employee'>(),
    number: z.int(),
    firstName: z.string(),
    lastName: z.string(),
    position: z.string(),
    email: z.string().nullable(),
    additionalEmails: z.array(z.string()),
    login: z.string().openapi({ description: 'To sign in with; `login@` the account’s domain makes tasks for them' }),
    role: z.enum(EMPLOYEE_ROLES),
    language,
    timezone: z.string().nullable(),
    manager: id<'employee'>().nullable(),
    mayGrantAccess: z.boolean(),
    signature: z.string(),
    signatureOn: z.boolean().openapi({ description: 'False: the account’s signature stands in its place' }),
    emailOff: z.boolean().openapi({ description: 'Wants no letters' }),
    active: z.boolean(),
  })
  .openapi('Employee');

const fields = {
  lastName: optionalLine().optional(),
  position: optionalLine().optional(),
  email: address.nullable().optional(),
  additionalEmails: z.array(address).max(20).optional(),
  role: z.enum(['admin', 'technical', 'user']).optional(),
  language: language.optional(),
  timezone: timezone.nullable().optional(),
  manager: id<'employee'>().nullable().optional(),
  mayGrantAccess: z.boolean().optional(),
  signature: z
    .string()
    .max(4 * SIGNATURE_MAX)
    .optional()
    .openapi({ description: 'Plain text, or HTML that is reduced to a small, safe vocabulary; at most 64 KB' }),
  signatureOn: z.boolean().optional(),
  emailOff: z.boolean().optional(),
  active: z.boolean().optional(),
};
const login = z
  .string()
  .regex(LOCAL_NAME, 'Latin letters in lower case, digits, and . _ - between them')
  .openapi({ example: 'ivan.petrov' });

const newEmployee = z.strictObject({ firstName: line(), login, ...fields }).openapi('NewEmployee');
const employeeChange = z
  .strictObject({ firstName: line().optional(), login: login.optional(), ...fields })
  .openapi('EmployeeChange');

export function employeeRoutes(api: Api): void {
  const { gw } = api;

  endpoint(
    api,
    {
      method: 'get',
      path: '/employees',
      tag: TAG,
      summary: 'List employees by their numbers',
      query: numberPaging,
      answers: { 200: { what: 'Employees', schema: pageOf(employeeSchema) } },
    },
    async ({ account, query }) => {
      const found = await pageOfEmployees(gw.db.read, account.id, Number(query.after ?? 0), query.limit + 1);
      const page = cut(found, query.limit, (last) => String(last.number));
      return { status: 200, json: { items: page.items.map(employeeJson), next: page.next } };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/employees',
      tag: TAG,
      summary: 'Add an employee',
      body: newEmployee,
      answers: { 201: { what: 'The new employee', schema: employeeSchema } },
    },
    async ({ actor, body }) => told(await addEmployee(gw, actor, body), employeeJson, 201),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/employees/{id}',
      tag: TAG,
      summary: 'Get an employee',
      params: idParam<'employee'>(),
      answers: { 200: { what: 'The employee', schema: employeeSchema } },
    },
    async ({ account, params }) => {
      const employee = await loadEmployee(gw.db.read, account.id, params.id);
      return employee ? { status: 200, json: employeeJson(employee) } : refusal('not-found');
    },
  );

  endpoint(
    api,
    {
      method: 'patch',
      path: '/employees/{id}',
      tag: TAG,
      summary: 'Change an employee',
      params: idParam<'employee'>(),
      body: employeeChange,
      answers: { 200: { what: 'The employee as they are now', schema: employeeSchema } },
    },
    async ({ actor, params, body }) => told(await changeEmployee(gw, actor, params.id, body), employeeJson),
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/employees/{id}/activation',
      tag: TAG,
      summary: 'Make a link on which the employee sets a password',
      description: 'Good once and for seven days; a later link ends the earlier one. Administrators only.',
      params: idParam<'employee'>(),
      answers: {
        200: {
          what: 'The link; it is shown once',
          schema: z.strictObject({ url: z.string().nullable() }).openapi('ActivationLink'),
        },
      },
      problems: [409],
      secrets: ['url'],
    },
    async ({ actor, params }) => told(await activationLink(gw, actor, params.id), (url) => ({ url })),
  );
}

const employeeJson = (e: Employee): z.input<typeof employeeSchema> => ({
  id: e.id,
  number: e.number,
  firstName: e.firstName,
  lastName: e.lastName,
  position: e.position,
  email: e.email,
  additionalEmails: [...e.additionalEmails],
  login: e.login,
  role: e.role,
  language: e.language,
  timezone: e.timezone,
  manager: e.manager,
  mayGrantAccess: e.mayGrantAccess,
  signature: e.signature,
  signatureOn: e.signatureOn,
  emailOff: e.emailOff,
  active: e.active,
});
