/** `/senders`: addresses outside that letters come from. Whoever has the settings sees all of them, the rest of the team their own. */
import type { Context, Hono } from 'hono';
import { type Address, parseAddress } from '../base/address.ts';
import { parseId } from '../base/id.ts';
import { MANAGE_REFUSALS, type Managed, maySet } from '../flow/manage.ts';
import type { SenderFields } from '../flow/manage-senders.ts';
import type { Sender } from '../people/sender.ts';
import { type Door, nothingHere, pagingOf } from './door.ts';
import type { Form } from './form.ts';
import type { Filled } from './pages/fields.tsx';
import { html } from './pages/layout.tsx';
import { SenderPage, type SenderPageProps, SendersPage } from './pages/senders.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, type Faults, posted, refusedPage, type Sent } from './posted.tsx';
import { forTeam } from './team-door.ts';

const DONE = ['saved', 'asked', 'checked', 'removed'] as const;

export function senderPages(app: Hono, door: Door): void {
  const ports = door.ports.senders;

  const page = (handle: (c: Context, desk: Desk) => Promise<Response>) => forTeam(door, handle);
  const form = (handle: (c: Context, sent: Sent) => Promise<Response>) =>
    posted(door, async (c, sent) => (sent.viewer.by === 'staff' ? handle(c, sent) : nothingHere(c, door)));

  app.get('/senders', page(list));
  app.get(
    '/senders/new',
    page((c, desk) => show(c, desk, { sender: null, filled: {}, faults: {} })),
  );
  app.post('/senders', form(add));
  app.get('/senders/:id', page(open));
  app.post('/senders/:id', form(change));
  app.post('/senders/:id/acts', form(act));

  const saidIn = (c: Context, { reader: { say } }: Desk) => {
    const done = DONE.find((one) => one === c.req.query('done'));
    return done ? say(`senders.done.${done}`) : null;
  };

  async function list(c: Context, desk: Desk): Promise<Response> {
    const paging = pagingOf(c);
    const [page, choices] = await Promise.all([ports.list(actorAt(desk), paging), choicesFor(desk)]);
    const props = { desk, page, choices, said: saidIn(c, desk), later: paging.after !== null };
    return c.html(html(<SendersPage {...props} />));
  }

  /** Only those who look after the company's choose whose an address is. */
  const choicesFor = async (desk: Desk) =>
    maySet(actorAt(desk)) ? door.ports.admin.addressChoices(actorAt(desk)) : null;

  type More = Pick<SenderPageProps, 'sender' | 'filled' | 'faults'> & { said?: string | null; problem?: string | null };

  async function show(c: Context, desk: Desk, more: More, status: 200 | 403 | 404 | 409 | 422 | 429 = 200) {
    const choices = await choicesFor(desk);
    const record = more.sender && ports.record(more.sender);
    const { relay } = door.ports.admin.setup;
    const props = { desk, choices, record, relay, said: null, problem: null, ...more };
    return c.html(html(<SenderPage {...props} />), status);
  }

  const senderIn = (c: Context, desk: Desk) => ports.read(actorAt(desk), c.req.param('id') ?? '');

  async function open(c: Context, desk: Desk): Promise<Response> {
    const sender = await senderIn(c, desk);
    if (!sender) return nothingHere(c, door);
    return show(c, desk, { sender, filled: filledOf(sender), faults: {}, said: saidIn(c, desk) });
  }

  async function add(c: Context, { desk, form }: Sent): Promise<Response> {
    const { say } = desk.reader;
    const text = form.value('address').trim().slice(0, 254);
    const address = parseAddress(text);
    const filled = { ...filledIn(form), address: [text], owner: [form.value('owner')] };
    if (!address)
      return show(c, desk, { sender: null, filled, faults: { address: say('fault.address', { address: text }) } }, 422);
    const done = await ports.add(actorAt(desk), {
      ...fieldsIn(form),
      address: address as Address,
      owner: ownerIn(form, desk),
    });
    if (done.ok) return c.redirect(`/senders/${done.value.id}?done=asked`, 303);
    return again(c, desk, { sender: null, filled }, done);
  }

  async function change(c: Context, { desk, form }: Sent): Promise<Response> {
    const sender = await senderIn(c, desk);
    if (!sender) return nothingHere(c, door);
    const done = await ports.change(actorAt(desk), sender.id, fieldsIn(form));
    if (done.ok) return c.redirect(`/senders/${sender.id}?done=saved`, 303);
    return again(c, desk, { sender, filled: filledIn(form) }, done);
  }

  async function act(c: Context, { desk, form }: Sent): Promise<Response> {
    const sender = await senderIn(c, desk);
    if (!sender) return nothingHere(c, door);
    const actor = actorAt(desk);
    const here = `/senders/${sender.id}`;
    const acts: Record<string, () => Promise<[Managed<unknown>, string]>> = {
      ask: async () => [await ports.ask(actor, sender.id), `${here}?done=asked`],
      check: async () => [await ports.check(actor, sender.id), `${here}?done=checked`],
      remove: async () => [await ports.remove(actor, sender.id), '/senders?done=removed'],
    };
    const name = form.value('do');
    if (!Object.hasOwn(acts, name)) return nothingHere(c, door);
    const [done, next] = await acts[name]!();
    return done.ok ? c.redirect(next, 303) : again(c, desk, { sender, filled: filledOf(sender) }, done);
  }

  async function again(
    c: Context,
    desk: Desk,
    more: Omit<More, 'faults'>,
    done: Managed<unknown> & { readonly ok: false },
  ): Promise<Response> {
    if (done.refusal === 'wrong-fields') return show(c, desk, { ...more, faults: faultsIn(done, desk) }, 422);
    const { http, words } = MANAGE_REFUSALS[done.refusal];
    if (http === 403 || http === 404) return refusedPage(c, door, desk, done.refusal);
    return show(c, desk, { ...more, faults: {}, problem: words[desk.reader.language] }, http);
  }
}

function faultsIn(done: Managed<unknown> & { readonly ok: false }, { reader: { say } }: Desk): Faults {
  const fields = (done.faults ?? []).map((f) => f.path.split('.')[0] ?? '');
  return Object.fromEntries(fields.map((field) => [field, say(`senders.fault.${field}`)]));
}

/** Whoever has no choice makes their own. */
function ownerIn(form: Form<unknown>, desk: Desk) {
  if (!maySet(actorAt(desk))) return desk.person.id as NonNullable<Sender['owner']>;
  return parseId<'employee'>(form.value('owner'));
}

const filledOf = (one: Sender): Filled => ({
  name: [one.name],
  projects: one.projects,
  staff: one.staff,
  signature: [one.signature],
  repliesHere: one.repliesHere ? ['1'] : [],
});

const filledIn = (form: Form<unknown>): Filled => ({
  name: [form.value('name')],
  projects: form.values('projects'),
  staff: form.values('staff'),
  signature: [form.value('signature')],
  repliesHere: form.values('repliesHere'),
});

const fieldsIn = (form: Form<unknown>): SenderFields => ({
  name: form.value('name').replace(/\s+/g, ' ').trim().slice(0, 200),
  projects: form.values('projects').flatMap((id) => parseId<'project'>(id) ?? []),
  staff: form.values('staff').flatMap((id) => parseId<'employee'>(id) ?? []),
  signature: form.value('signature'),
  repliesHere: form.value('repliesHere') === '1',
});
