/**
 * The page behind an activation link: choose a password, then be signed in. Opening it changes nothing (scanners open links);
 * the link is used up by the form.
 */
import type { Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { agentOf } from './agent.ts';
import { type Door, nothingHere, readerOf } from './door.ts';
import { readForm } from './form.ts';
import { sourceAddress } from './guard.ts';
import { Activate, signsInAs } from './pages/activate.tsx';
import { html } from './pages/layout.tsx';
import { cookieOf } from './staff.tsx';

export function activatePages(app: Hono, door: Door): void {
  const { ports } = door;
  const cookie = cookieOf(door.options.publicUrl);
  const addressOf = sourceAddress(door.options.trustProxy);

  app.get('/activate/:token', (c) => ask(c, null, 200));

  app.post('/activate/:token', async (c) => {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    const password = form?.value('password') ?? '';
    const done = await ports.activate(c.req.param('token'), password);
    if (!done.ok) return done.reason === 'gone' ? nothingHere(c, door) : ask(c, done.reason, 422);
    const outcome = await ports.login(done.account, signsInAs(done.person), password, addressOf(c), agentOf(c));
    if (outcome.kind !== 'ok') return c.redirect('/login', 303);
    setCookie(c, cookie.name, outcome.session, cookie.options);
    return c.redirect('/', 303);
  });

  async function ask(c: Context, problem: 'too-short' | 'too-long' | null, status: 200 | 422): Promise<Response> {
    const found = await ports.activation(c.req.param('token') ?? '');
    if (!found) return nothingHere(c, door);
    const { account, person } = found;
    const reader = readerOf(c, door, person, account);
    return c.html(
      html(<Activate reader={reader} firm={account.title} person={person} action={c.req.path} problem={problem} />),
      status,
    );
  }
}
