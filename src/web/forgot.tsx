/** «I forgot my password»: one field, and the same answer whatever is typed into it. */
import type { Hono } from 'hono';
import { type Door, nothingHere, strangerOf } from './door.ts';
import { readForm } from './form.ts';
import { sourceAddress } from './guard.ts';
import { Forgot, ForgotDone } from './pages/forgot.tsx';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';

export function forgotPages(app: Hono, door: Door): void {
  const { ports } = door;
  const addressOf = sourceAddress(door.options.trustProxy);

  app.get('/forgot', async (c) => {
    const { reader, account } = await strangerOf(c, door);
    if (!account) return nothingHere(c, door);
    return c.html(html(<Forgot reader={reader} firm={account.title} problem={null} />));
  });

  app.post('/forgot', async (c) => {
    const { reader, account } = await strangerOf(c, door);
    if (!account) return nothingHere(c, door);
    const firm = account.title;
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    if (!form) return c.html(html(<Notice reader={reader} firm={firm} name="no-form" />), 400);
    const login = form.value('login').trim().slice(0, 254);
    if (login === '') return c.html(html(<Forgot reader={reader} firm={firm} problem="empty" />), 422);
    const outcome = await ports.forgot(account, login, addressOf(c));
    if (outcome.kind === 'slow-down') {
      c.header('Retry-After', '3600');
      return c.html(html(<Forgot reader={reader} firm={firm} problem="slow-down" />), 429);
    }
    return c.html(html(<ForgotDone reader={reader} firm={firm} />));
  });
}
