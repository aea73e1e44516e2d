/** `/admin/start`: the first steps of a fresh account, which end with an answer that came back. */
import type { Context, Hono } from 'hono';
import { parseAddress } from '../base/address.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere, numberIn } from './door.ts';
import { StartPage, type StartProps } from './pages/admin/start.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, refusedPage, type Sent } from './posted.tsx';

export function startPages(app: Hono, door: Door): void {
  const ports = door.ports.admin;

  app.get('/admin/start', adminPage(door, 'manage', open));
  app.post('/admin/start', adminForm(door, 'manage', send));
  app.post('/admin/firm', adminForm(door, 'manage', rename));

  const show = (c: Context, props: Pick<StartProps, 'desk'> & Partial<StartProps>) => {
    const { setup } = ports;
    const whole = { setup, test: null, dns: null, saved: false, filled: {}, faults: {}, ...props };
    return c.html(html(<StartPage {...whole} />), Object.keys(whole.faults).length > 0 ? 422 : 200);
  };

  async function open(c: Context, desk: Desk): Promise<Response> {
    const asked = c.req.query('task');
    const number = numberIn(asked);
    const test = number === null ? null : await ports.readTest(actorAt(desk), number);
    if (asked !== undefined && !test) return nothingHere(c, door);
    const dns = c.req.query('dns') === undefined ? null : await ports.checkDns(desk.account);
    return show(c, { desk, test, dns, saved: c.req.query('saved') !== undefined });
  }

  async function send(c: Context, { desk, form }: Sent): Promise<Response> {
    const { say } = desk.reader;
    const address = form.value('address').trim().slice(0, 254);
    const again = (fault: string) => show(c, { desk, filled: { address: [address] }, faults: { address: fault } });
    if (!parseAddress(address)) return again(say('fault.address', { address }));
    const words = { title: say('start.test.title'), text: say('start.test.text') };
    const done = await ports.sendTest(actorAt(desk), address, words);
    if (done.ok) return c.redirect(`/admin/start?task=${done.taskNumber}#try`, 303);
    return again(done.reason === 'employee' ? say('start.employee') : say('start.refused'));
  }

  async function rename(c: Context, { desk, form }: Sent): Promise<Response> {
    const title = form.value('title').replace(/\s+/g, ' ').trim().slice(0, 100);
    const language = form.value('language') === 'ru' ? 'ru' : 'en';
    const filled = { title: [title], language: [language] };
    if (title === '') return show(c, { desk, filled, faults: { title: desk.reader.say('firm.title.wrong') } });
    const done = await ports.changeFirm(actorAt(desk), { title, language });
    return done.ok ? c.redirect('/admin/start?saved', 303) : refusedPage(c, door, desk, done.refusal);
  }
}
