/** The page about oneself, for everybody who signs in. */
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import { parseId } from '../base/id.ts';
import { readZone } from '../base/zone.ts';
import type { PasswordChange } from '../flow/me.ts';
import { type Door, nothingHere } from './door.ts';
import type { Form } from './form.ts';
import { LOCAL_NAME } from './local-name.ts';
import { html } from './pages/layout.tsx';
import { Me, type MeProps, ownFilled } from './pages/me.tsx';
import type { Reader } from './pages/reader.ts';
import type { Desk } from './pages/staff.tsx';
import { actorAt, type Faults, faultsOf, posted, refusedPage, type Sent } from './posted.tsx';
import { cookieOf, signedIn } from './staff.tsx';
import { sayWait } from './words.ts';

const DONE = ['saved', 'password', 'ended'] as const;

export function mePages(app: Hono, door: Door): void {
  const ports = door.ports.me;
  const cookie = cookieOf(door.options.publicUrl);
  const session = (c: Context): string => getCookie(c, cookie.name) ?? '';

  app.get('/me', signedIn(door, look));
  app.post('/me', posted(door, change));
  app.post('/me/password', posted(door, password));
  app.post('/me/sessions', posted(door, endAll));
  app.post('/me/sessions/:id', posted(door, endOne));

  async function look(c: Context, desk: Desk): Promise<Response> {
    const done = DONE.find((one) => one === c.req.query('done'));
    const said = done ? desk.reader.say(`me.done.${done}`) : null;
    return show(c, desk, { filled: ownFilled(desk.person), faults: {}, said });
  }

  async function show(
    c: Context,
    desk: Desk,
    more: Pick<MeProps, 'filled' | 'faults' | 'said'>,
    status: 200 | 422 | 429 = 200,
  ) {
    const [sessions, senders] = await Promise.all([
      ports.sessions(desk.person, session(c)),
      door.ports.senders.mine(actorAt(desk)),
    ]);
    return c.html(html(<Me {...{ desk, sessions, senders, ...more }} />), status);
  }

  async function change(c: Context, { desk, form }: Sent): Promise<Response> {
    const { fields, filled, faults } = ownIn(form, desk);
    const done = Object.keys(faults).length === 0 ? await ports.change(actorAt(desk), fields) : null;
    if (done?.ok) return c.redirect('/me?done=saved', 303);
    if (done && done.refusal !== 'wrong-fields') return refusedPage(c, door, desk, done.refusal);
    return show(c, desk, { filled, faults: done ? faultsOf(done, desk.reader) : faults, said: null }, 422);
  }

  async function password(c: Context, { desk, form }: Sent): Promise<Response> {
    const asked = { old: form.value('old'), fresh: form.value('fresh') };
    const done = await ports.changePassword(actorAt(desk), session(c), asked);
    if (done.kind === 'done') return c.redirect('/me?done=password', 303);
    if (done.kind === 'slow-down') c.header('Retry-After', String(done.seconds));
    const more = { filled: ownFilled(desk.person), faults: passwordFaults(done, desk.reader), said: null };
    return show(c, desk, more, done.kind === 'slow-down' ? 429 : 422);
  }

  async function endOne(c: Context, { desk }: Sent): Promise<Response> {
    const id = parseId(c.req.param('id'));
    const ended = id !== null && (await ports.endSession(desk.person, id));
    return ended ? c.redirect('/me?done=ended', 303) : nothingHere(c, door);
  }

  async function endAll(c: Context, { desk }: Sent): Promise<Response> {
    await ports.endSessions(desk.person);
    deleteCookie(c, cookie.name, cookie.options);
    return c.redirect('/login', 303);
  }
}

function ownIn(form: Form<null>, { person, reader: { say } }: Desk) {
  const line = (name: string) => form.value(name).replace(/\s+/g, ' ').trim().slice(0, 200);
  const fields = {
    firstName: line('firstName'),
    lastName: line('lastName'),
    login: person.kind === 'employee' && form.values('login').length === 0 ? person.login : line('login').toLowerCase(),
    timezone: line('timezone') ? readZone(line('timezone')) : null,
    language: form.value('language') === 'ru' ? ('ru' as const) : ('en' as const),
    emailOff: form.value('emailOff') === '1',
    signature: form.value('signature'),
    signatureOn: form.value('signatureOn') === '1',
  };
  const faults: Record<string, string> = {};
  if (line('timezone') && !fields.timezone) faults.timezone = say('fault.timezone');
  if (person.kind === 'employee') {
    if (fields.firstName === '') faults.firstName = say('fault.firstName');
    if (!LOCAL_NAME.test(fields.login)) faults.login = say('people.login.wrong');
  }
  const { emailOff, signatureOn, ...words } = fields;
  const filled = Object.fromEntries(Object.entries(words).map(([name, value]) => [name, [value ?? '']]));
  return {
    fields,
    faults,
    filled: {
      ...filled,
      timezone: [line('timezone')],
      emailOff: emailOff ? ['1'] : [],
      signatureOn: signatureOn ? ['1'] : [],
    },
  };
}

function passwordFaults(done: Exclude<PasswordChange, { kind: 'done' }>, { say }: Reader): Faults {
  switch (done.kind) {
    case 'wrong':
      return { old: say('me.password.wrong') };
    case 'slow-down':
      return { old: sayWait(done.seconds, say) };
    default:
      return { fresh: say(`activate.${done.kind}`) };
  }
}
