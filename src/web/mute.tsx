/**
 * `/mute/<token>`: the page behind «Mute this task» and behind List-Unsubscribe. Opening it changes nothing, because scanners open every
 * link (T4); a mail program's own button posts `List-Unsubscribe=One-Click` and waits for no page (RFC 8058 §3.2).
 */
import type { Context, Hono } from 'hono';
import { type Door, nothingHere, readerOf } from './door.ts';
import { readForm } from './form.ts';
import { html } from './pages/layout.tsx';
import { Mute } from './pages/mute.tsx';
import type { Muting } from './ports/mute.ts';

export function mutePages(app: Hono, door: Door): void {
  const { ports } = door;

  app.get('/mute/:token', async (c) => show(c, await ports.muting(c.req.param('token'))));

  app.post('/mute/:token', async (c) => {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    const muted = form?.value('List-Unsubscribe') === 'One-Click' || form?.value('muted') === '1';
    if (!muted && form?.value('muted') !== '0') return show(c, await ports.muting(c.req.param('token')));
    return show(c, await ports.setMuted(c.req.param('token'), muted));
  });

  async function show(c: Context, muting: Muting | null): Promise<Response> {
    if (!muting) return nothingHere(c, door);
    const reader = readerOf(c, door, muting.person, muting.account);
    return c.html(html(<Mute reader={reader} muting={muting} action={c.req.path} />));
  }
}
