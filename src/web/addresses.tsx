/** `/admin/addresses`: virtual addresses (spec 3.4). */
import type { Context, Hono } from 'hono';
import { parseId } from '../base/id.ts';
import type { AddressFields } from '../flow/manage-addresses.ts';
import type { VirtualAddress } from '../store/addresses.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere, pagingOf } from './door.ts';
import type { Form } from './form.ts';
import { LOCAL_NAME } from './local-name.ts';
import { AddressesPage, AddressPage } from './pages/admin/addresses.tsx';
import type { Filled } from './pages/fields.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, type Faults, faultsOf, refusedPage, type Sent } from './posted.tsx';

export function addressPages(app: Hono, door: Door): void {
  const ports = door.ports.admin;

  app.get('/admin/addresses', adminPage(door, 'set', list));
  app.get(
    '/admin/addresses/new',
    adminPage(door, 'set', (c, desk) => show(c, desk, null, { assignees: [] }, {})),
  );
  app.post('/admin/addresses', adminForm(door, 'set', add));
  app.get('/admin/addresses/:local', adminPage(door, 'set', open));
  app.post('/admin/addresses/:local', adminForm(door, 'set', change));
  app.post('/admin/addresses/:local/remove', adminForm(door, 'set', remove));

  async function list(c: Context, desk: Desk): Promise<Response> {
    const paging = pagingOf(c);
    const actor = actorAt(desk);
    const [page, choices] = await Promise.all([ports.listAddresses(actor, paging), ports.addressChoices(actor)]);
    const said = c.req.query('saved') !== undefined ? desk.reader.say('addresses.saved') : null;
    return c.html(html(<AddressesPage {...{ desk, page, choices, said }} later={paging.after !== null} />));
  }

  async function show(c: Context, desk: Desk, address: VirtualAddress | null, filled: Filled, faults: Faults) {
    const choices = await ports.addressChoices(actorAt(desk));
    const status = Object.keys(faults).length > 0 ? 422 : 200;
    return c.html(html(<AddressPage {...{ desk, address, choices, filled, faults }} />), status);
  }

  const addressIn = (c: Context, desk: Desk) => ports.readAddress(actorAt(desk), c.req.param('local') ?? '');

  async function open(c: Context, desk: Desk): Promise<Response> {
    const address = await addressIn(c, desk);
    return address ? show(c, desk, address, filledOf(address), {}) : nothingHere(c, door);
  }

  async function add(c: Context, { desk, form }: Sent): Promise<Response> {
    const { say } = desk.reader;
    const local = form.value('local').trim().toLowerCase().slice(0, 254);
    const filled = { ...filledIn(form), local: [local] };
    if (!LOCAL_NAME.test(local)) return show(c, desk, null, filled, { local: say('addresses.local.wrong') });
    const done = await ports.saveAddress(actorAt(desk), local, fieldsIn(form), true);
    if (done.ok) return c.redirect('/admin/addresses?saved', 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return show(c, desk, null, filled, faultsOf(done, desk.reader));
  }

  async function change(c: Context, { desk, form }: Sent): Promise<Response> {
    const address = await addressIn(c, desk);
    if (!address) return nothingHere(c, door);
    const done = await ports.saveAddress(actorAt(desk), address.local, fieldsIn(form), false);
    if (done.ok) return c.redirect('/admin/addresses?saved', 303);
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return show(c, desk, address, filledIn(form), faultsOf(done, desk.reader));
  }

  async function remove(c: Context, { desk }: Sent): Promise<Response> {
    const done = await ports.removeAddress(actorAt(desk), c.req.param('local') ?? '');
    return done.ok ? c.redirect('/admin/addresses?saved', 303) : refusedPage(c, door, desk, done.refusal);
  }
}

const filledOf = (one: VirtualAddress): Filled => ({
  description: [one.description],
  assignees: one.assignees,
  project: [one.project ?? ''],
});

const filledIn = (form: Form<unknown>): Filled => ({
  description: [form.value('description')],
  assignees: form.values('assignees'),
  project: [form.value('project')],
});

const fieldsIn = (form: Form<unknown>): AddressFields => ({
  description: form.value('description').replace(/\s+/g, ' ').trim().slice(0, 300),
  assignees: form.values('assignees').flatMap((id) => parseId<'employee'>(id) ?? []),
  project: parseId<'project'>(form.value('project')),
});
