/**
 * `/sender/<token>`: whoever reads a mailbox lets an account write from its address, or does not. Opening it changes nothing, because
 * scanners open every link (T4).
 */
import type { Context, Hono } from 'hono';
import type { SenderWord } from '../flow/sender-check.ts';
import { type Door, nothingHere, readerOf } from './door.ts';
import { readForm } from './form.ts';
import { html } from './pages/layout.tsx';
import { SenderAsked, type SenderAskedProps } from './pages/sender-asked.tsx';

export function senderDoor(app: Hono, door: Door): void {
  const ports = door.ports.senders;
  const tokenOf = (c: Context) => c.req.param('token') ?? '';

  app.get('/sender/:token', async (c) => show(c, await ports.asked(tokenOf(c)), null));

  app.post('/sender/:token', async (c) => {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    const word = (['confirm', 'refuse'] as const).find((one) => one === form?.value('word'));
    return word ? show(c, await ports.answer(tokenOf(c), word), word) : show(c, await ports.asked(tokenOf(c)), null);
  });

  async function show(c: Context, asked: SenderAskedProps['asked'] | null, said: SenderWord | null): Promise<Response> {
    if (!asked) return nothingHere(c, door);
    const reader = readerOf(c, door, asked.person, asked.account);
    return c.html(html(<SenderAsked reader={reader} asked={asked} said={said} action={c.req.path} />));
  }
}
