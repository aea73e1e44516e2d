/** `/admin/keys` and `/admin/webhooks`: programs that ask and programs that are told. Secrets stand in the answer to the form alone. */
import type { Context, Hono } from 'hono';
import type { HookFields } from '../flow/hooks.ts';
import { HOOK_KINDS, type Webhook } from '../store/hooks.ts';
import { adminForm, adminPage, mayHere } from './admin-door.ts';
import { type Door, nothingHere, pagingOf } from './door.ts';
import type { Form } from './form.ts';
import { isTarget } from './hook-target.ts';
import { HookPage, HooksPage, KeysPage } from './pages/admin/programs.tsx';
import type { Filled } from './pages/fields.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, type Faults, faultsOf, refusedPage, type Sent } from './posted.tsx';

export function programPages(app: Hono, door: Door): void {
  const ports = door.ports.admin;

  app.get(
    '/admin/keys',
    adminPage(door, 'manage', (c, desk) => keys(c, desk, {})),
  );
  app.post('/admin/keys', adminForm(door, 'manage', makeKey));
  app.post('/admin/keys/:id/revoke', adminForm(door, 'manage', revoke));
  app.get('/admin/webhooks', adminPage(door, 'set', openHooks));
  app.post('/admin/webhooks', adminForm(door, 'set', makeHook));
  app.get('/admin/webhooks/:id', adminPage(door, 'set', openHook));
  app.post('/admin/webhooks/:id', adminForm(door, 'set', changeHook));
  app.post('/admin/webhooks/:id/calls/:call/again', adminForm(door, 'set', again));

  // -- keys ---------------------------------------------------------------------------------------------------------

  async function keys(c: Context, desk: Desk, more: { filled?: Filled; faults?: Faults; secret?: string }) {
    const list = await ports.listKeys(actorAt(desk));
    const props = { filled: {}, faults: {}, ...more };
    return c.html(html(<KeysPage {...props} desk={desk} keys={list} />), props.faults.name ? 422 : 200);
  }

  async function makeKey(c: Context, { desk, form }: Sent): Promise<Response> {
    const name = form.value('name').replace(/\s+/g, ' ').trim().slice(0, 200);
    if (name === '') return keys(c, desk, { faults: { name: desk.reader.say('keys.name.wrong') } });
    const done = await ports.makeKey(actorAt(desk), name);
    return done.ok ? keys(c, desk, { secret: done.value.secret }) : refusedPage(c, door, desk, done.refusal);
  }

  async function revoke(c: Context, { desk }: Sent): Promise<Response> {
    const done = await ports.endKey(actorAt(desk), c.req.param('id') ?? '');
    return done.ok ? c.redirect('/admin/keys', 303) : refusedPage(c, door, desk, done.refusal);
  }

  // -- webhooks -----------------------------------------------------------------------------------------------------

  async function hooks(
    c: Context,
    desk: Desk,
    more: { filled?: Filled; faults?: Faults; secret?: string; said?: string | null },
  ) {
    const list = await ports.listHooks(actorAt(desk));
    const props = { filled: {}, faults: {}, ...more };
    return c.html(html(<HooksPage {...props} desk={desk} hooks={list} />), props.faults.url ? 422 : 200);
  }

  async function openHooks(c: Context, desk: Desk): Promise<Response> {
    return hooks(c, desk, { said: c.req.query('removed') !== undefined ? desk.reader.say('hooks.removed') : null });
  }

  async function makeHook(c: Context, { desk, form }: Sent): Promise<Response> {
    const { fields, filled } = hookIn(form);
    if (!isTarget(fields.url)) return hooks(c, desk, { filled, faults: { url: desk.reader.say('hooks.url.wrong') } });
    const done = await ports.addHook(actorAt(desk), fields);
    if (done.ok) return hooks(c, desk, { secret: done.value.secret });
    if (done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return hooks(c, desk, { filled, faults: faultsOf(done, desk.reader) });
  }

  async function theHook(c: Context, desk: Desk): Promise<Webhook | null> {
    const list = await ports.listHooks(actorAt(desk));
    return list.find((hook) => hook.id === c.req.param('id')) ?? null;
  }

  async function openHook(c: Context, desk: Desk): Promise<Response> {
    const hook = await theHook(c, desk);
    if (!hook) return nothingHere(c, door);
    return showHook(c, desk, hook, { url: [hook.url], kinds: hook.kinds }, {});
  }

  async function showHook(c: Context, desk: Desk, hook: Webhook, filled: Filled, faults: Faults): Promise<Response> {
    const paging = pagingOf(c);
    const calls = await ports.listCalls(actorAt(desk), hook.id, paging);
    const said = c.req.query('saved') !== undefined ? desk.reader.say('hooks.saved') : null;
    const opens = mayHere(desk, 'manage');
    const props = { desk, hook, calls, opens, filled, faults, said, later: paging.after !== null };
    return c.html(html(<HookPage {...props} />), faults.url ? 422 : 200);
  }

  async function changeHook(c: Context, { desk, form }: Sent): Promise<Response> {
    const hook = await theHook(c, desk);
    if (!hook) return nothingHere(c, door);
    const actor = actorAt(desk);
    switch (form.value('do')) {
      case 'on':
      case 'off': {
        const done = await ports.changeHook(actor, hook.id, { active: form.value('do') === 'on' });
        return done.ok ? back(c, hook) : refusedPage(c, door, desk, done.refusal);
      }
      case 'remove': {
        const done = await ports.dropHook(actor, hook.id);
        return done.ok ? c.redirect('/admin/webhooks?removed', 303) : refusedPage(c, door, desk, done.refusal);
      }
      case 'save': {
        const { fields, filled } = hookIn(form);
        if (!isTarget(fields.url)) return showHook(c, desk, hook, filled, { url: desk.reader.say('hooks.url.wrong') });
        const done = await ports.changeHook(actor, hook.id, fields);
        return done.ok ? back(c, hook) : refusedPage(c, door, desk, done.refusal);
      }
      default:
        return nothingHere(c, door);
    }
  }

  async function again(c: Context, { desk }: Sent): Promise<Response> {
    const hook = await theHook(c, desk);
    if (!hook) return nothingHere(c, door);
    const done = await ports.callAgain(actorAt(desk), c.req.param('call') ?? '');
    return done.ok ? back(c, hook) : refusedPage(c, door, desk, done.refusal);
  }

  const back = (c: Context, hook: Webhook) => c.redirect(`/admin/webhooks/${hook.id}?saved`, 303);
}

function hookIn(form: Form<unknown>): { fields: HookFields; filled: Filled } {
  const url = form.value('url').trim().slice(0, 2000);
  const kinds = HOOK_KINDS.filter((kind) => form.values('kinds').includes(kind));
  return { fields: { url, kinds }, filled: { url: [url], kinds } };
}
