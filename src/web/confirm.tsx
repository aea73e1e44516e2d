/**
 * A browser that nobody knows yet asks for a code from the mailbox of the link's owner (decisions "Dashboard link", `linkTrust`).
 */
import type { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Door } from './door.ts';
import { readForm } from './form.ts';
import { sourceAddress } from './guard.ts';
import { askForCode, enter, trustCookie, within } from './visit.tsx';

const YEAR = 365 * 24 * 60 * 60;

export function confirmPages(app: Hono, door: Door): void {
  const { ports } = door;
  const addressOf = sourceAddress(door.options.trustProxy);
  const fields = { fileBytes: 0, files: 0 };

  app.post('/d/:token/code', (c) =>
    enter(
      c,
      door,
      async (_c, visit) => {
        const form = await readForm(c, fields, async () => null);
        await ports.sendCode(visit.account, visit.contact);
        return askForCode(c, visit, { next: form?.value('next'), sent: true }, 200);
      },
      false,
    ),
  );

  app.post('/d/:token/confirm', (c) =>
    enter(
      c,
      door,
      async (_c, visit) => {
        const form = await readForm(c, fields, async () => null);
        const next = form?.value('next');
        const code = (form?.value('code') ?? '').slice(0, 40);
        const outcome = await ports.confirm(visit.account, visit.contact, code, addressOf(c));
        if (outcome.kind === 'slow-down') c.header('Retry-After', '900');
        if (outcome.kind !== 'ok')
          return askForCode(
            c,
            visit,
            { next, sent: true, problem: outcome.kind },
            outcome.kind === 'wrong' ? 422 : 429,
          );
        const cookie = trustCookie(door, visit.contact);
        setCookie(c, cookie.name, outcome.secret, { ...cookie.options, maxAge: YEAR });
        return c.redirect(within(visit.base, next), 303);
      },
      false,
    ),
  );
}
