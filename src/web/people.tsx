/** `/admin/people`: employees are added, changed, let go and brought back; a link to a first password is shown once. */

import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import { writtenZone } from '../base/zone.ts';
import type { EmployeeFields } from '../flow/manage-people.ts';
import type { Employee } from '../people/person.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere, numberIn, pagingOf } from './door.ts';
import type { Form } from './form.ts';
import { LOCAL_NAME } from './local-name.ts';
import { PeoplePage, PersonPage, type PersonProps, type PersonRights, personPath } from './pages/admin/people.tsx';
import type { Filled } from './pages/fields.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { personIn } from './person-fields.ts';
import { actorAt, faultsOf, refusedPage, type Sent } from './posted.tsx';
import type { Say } from './words.ts';

export function peoplePages(app: Hono, door: Door): void {
  const ports = door.ports.admin;

  app.get('/admin/people', adminPage(door, 'manage', list));
  app.get('/admin/people/new', adminPage(door, 'manage', fresh));
  app.post('/admin/people', adminForm(door, 'manage', add));
  app.get('/admin/people/:number', adminPage(door, 'manage', open));
  app.post('/admin/people/:number', adminForm(door, 'manage', change));
  app.post('/admin/people/:number/act', adminForm(door, 'manage', act));

  async function list(c: Context, desk: Desk): Promise<Response> {
    const paging = pagingOf(c);
    const page = await ports.listEmployees(actorAt(desk), paging);
    return c.html(html(<PeoplePage desk={desk} page={page} later={paging.after !== null} />));
  }

  async function employeeAt(c: Context, desk: Desk): Promise<Employee | null> {
    const number = numberIn(c.req.param('number'));
    return number === null ? null : ports.readEmployee(actorAt(desk), number);
  }

  async function show(
    c: Context,
    desk: Desk,
    employee: Employee | null,
    more: Partial<Pick<PersonProps, 'filled' | 'faults' | 'link' | 'said'>>,
  ): Promise<Response> {
    const leaders = await ports.leaders(actorAt(desk));
    const filled =
      more.filled ?? (employee ? filledOf(employee) : { language: [desk.account.language], role: ['user'] });
    const props = { ...more, desk, employee, leaders, filled, faults: more.faults ?? {}, may: rights(desk, employee) };
    return c.html(html(<PersonPage {...props} />), Object.keys(props.faults).length > 0 ? 422 : 200);
  }

  async function fresh(c: Context, desk: Desk): Promise<Response> {
    return show(c, desk, null, {});
  }

  async function open(c: Context, desk: Desk): Promise<Response> {
    const employee = await employeeAt(c, desk);
    const saved = c.req.query('saved') !== undefined ? desk.reader.say('people.saved') : null;
    return employee ? show(c, desk, employee, { said: saved }) : nothingHere(c, door);
  }

  async function add(c: Context, { desk, form }: Sent): Promise<Response> {
    const { fields, faults, filled } = employeeIn(form, desk.reader.say);
    if (Object.keys(faults).length > 0) return show(c, desk, null, { filled, faults });
    const done = await ports.addEmployee(actorAt(desk), fields);
    if (done.ok) return c.redirect(`${personPath(done.value)}?saved`, 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return show(c, desk, null, { filled, faults: faultsOf(done, desk.reader) });
  }

  async function change(c: Context, { desk, form }: Sent): Promise<Response> {
    const employee = await employeeAt(c, desk);
    if (!employee) return nothingHere(c, door);
    const { fields, faults, filled } = employeeIn(form, desk.reader.say);
    if (Object.keys(faults).length > 0) return show(c, desk, employee, { filled, faults });
    const { role, ...rest } = fields;
    // The owner's form has no role.
    const done = await ports.changeEmployee(
      actorAt(desk),
      employee.id,
      employee.role === 'owner' ? rest : { ...rest, role },
    );
    if (done.ok) return c.redirect(`${personPath(employee)}?saved`, 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return show(c, desk, employee, { filled, faults: faultsOf(done, desk.reader) });
  }

  async function act(c: Context, { desk, form }: Sent): Promise<Response> {
    const employee = await employeeAt(c, desk);
    if (!employee) return nothingHere(c, door);
    const actor = actorAt(desk);
    switch (form.value('do')) {
      case 'link': {
        const done = await ports.activationLink(actor, employee.id);
        return done.ok ? show(c, desk, employee, { link: done.value }) : refusedPage(c, door, desk, done.refusal);
      }
      case 'let-go':
      case 'bring-back': {
        const active = form.value('do') === 'bring-back';
        const done = await ports.changeEmployee(actor, employee.id, { active });
        if (done.ok) return c.redirect(`${personPath(employee)}?saved`, 303);
        if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
        return show(c, desk, employee, { faults: faultsOf(done, desk.reader) });
      }
      default:
        return nothingHere(c, door);
    }
  }
}

function rights({ person }: Desk, employee: Employee | null): PersonRights {
  const own = employee?.id === person.id;
  return { change: employee?.role !== 'owner' || own, letGo: employee !== null && employee.role !== 'owner' && !own };
}

const filledOf = (e: Employee): Filled => ({
  firstName: [e.firstName],
  lastName: [e.lastName],
  position: [e.position],
  login: [e.login],
  email: [e.email ?? ''],
  additionalEmails: [e.additionalEmails.join('\n')],
  role: [e.role],
  mayGrantAccess: e.mayGrantAccess ? ['1'] : [],
  manager: [e.manager ?? ''],
  language: [e.language],
  timezone: [writtenZone(e.timezone ?? '')],
});

const FIELDS = ['firstName', 'lastName', 'position', 'login', 'email', 'timezone'] as const;

interface ReadEmployee {
  readonly fields: EmployeeFields & { firstName: string; login: string };
  readonly faults: Readonly<Record<string, string>>;
  readonly filled: Filled;
}

function employeeIn(form: Form<unknown>, say: Say): ReadEmployee {
  const { line, email, timezone, additionalEmails, faults } = personIn(form, FIELDS, say);
  const login = line.login.toLowerCase();
  if (!LOCAL_NAME.test(login)) faults.login = say('people.login.wrong');
  const role = (['user', 'admin', 'technical'] as const).find((one) => one === form.value('role')) ?? 'user';
  const filled = Object.fromEntries(
    [...FIELDS, 'additionalEmails', 'role', 'mayGrantAccess', 'manager', 'language'].map((n) => [n, form.values(n)]),
  );
  return {
    fields: {
      firstName: line.firstName,
      lastName: line.lastName,
      position: line.position,
      login,
      email,
      additionalEmails,
      role,
      mayGrantAccess: form.value('mayGrantAccess') === '1',
      manager: parseId<'employee'>(form.value('manager')),
      language: form.value('language') === 'ru' ? 'ru' : 'en',
      timezone,
    },
    faults,
    filled,
  };
}
