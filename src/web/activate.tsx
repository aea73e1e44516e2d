/**
 * The page behind an activation link: choose a password, then be signed in. Opening it changes nothing (scanners open links);
 * the link is used up by the form.
 */
import type { Context, Hono } from 'hono';
import { agentOf } from './agent.ts';
import { comeIn } from './come-in.ts';
import { type Door, readerOf, strangerOf } from './door.ts';
import { readForm } from './form.ts';
import { Activate, type ActivateProps, DeadActivation } from './pages/activate.tsx';
import { html } from './pages/layout.tsx';

export function activatePages(app: Hono, door: Door): void {
  const { ports } = door;

  app.get('/activate/:token', (c) => ask(c, null, 200));

  app.post('/activate/:token', async (c) => {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    const done = await ports.activate(c.req.param('token'), form?.value('password') ?? '', agentOf(c));
    if (done.ok) {
      await comeIn(c, door, done.session);
      return c.redirect('/', 303);
    }
    if (done.reason === 'gone') return dead(c);
    if (done.reason === 'busy') c.header('Retry-After', '5');
    return ask(c, done.reason, done.reason === 'busy' ? 429 : 422);
  });

  async function ask(c: Context, problem: ActivateProps['problem'], status: 200 | 422 | 429): Promise<Response> {
    const found = await ports.activation(c.req.param('token') ?? '');
    if (!found) return dead(c);
    const { account, person } = found;
    const reader = readerOf(c, door, person, account);
    return c.html(
      html(<Activate reader={reader} firm={account.title} person={person} action={c.req.path} problem={problem} />),
      status,
    );
  }

  /** The same, to the byte, for a link that was used, cancelled, replaced or never made (item 98, threat T8). */
  async function dead(c: Context): Promise<Response> {
    const { reader, firm } = await strangerOf(c, door);
    return c.html(html(<DeadActivation reader={reader} firm={firm} />), 404);
  }
}
