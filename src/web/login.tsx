/** Signing in and out: one answer for a wrong name and a wrong password, and no hashing for a stranger without end. */
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie } from 'hono/cookie';
import type { Account } from '../people/account.ts';
import { agentOf } from './agent.ts';
import { comeIn } from './come-in.ts';
import { type Door, nothingHere, readerOf, strangerOf } from './door.ts';
import { readForm } from './form.ts';
import { sourceAddress } from './guard.ts';
import { html } from './pages/layout.tsx';
import { Login, type LoginProps } from './pages/login.tsx';
import { Notice } from './pages/notices.tsx';
import type { Reader } from './pages/reader.ts';
import { cookieOf, localPath } from './staff.tsx';
import { sayWait } from './words.ts';

export function loginPages(app: Hono, door: Door): void {
  const { ports, options } = door;
  const cookie = cookieOf(options.publicUrl);
  const addressOf = sourceAddress(options.trustProxy);
  const fields = { fileBytes: 0, files: 0 };

  app.get('/login', async (c) => {
    const { reader, account } = await strangerOf(c, door);
    if (!account) return nothingHere(c, door);
    return ask(c, reader, account, { login: '', problem: null, next: localPath(c.req.query('next')) }, 200);
  });

  app.post('/login', async (c) => {
    const { reader, account } = await strangerOf(c, door);
    if (!account) return nothingHere(c, door);
    const form = await readForm(c, fields, async () => null);
    if (!form) return c.html(html(<Notice reader={reader} firm={account.title} name="no-form" />), 400);
    const login = form.value('login').trim().slice(0, 254);
    const next = localPath(form.value('next'));
    const outcome = await ports.login(account, login, form.value('password'), addressOf(c), agentOf(c));
    switch (outcome.kind) {
      case 'wrong':
        return ask(c, reader, account, { login, problem: reader.say('login.wrong'), next }, 422);
      case 'slow-down':
        c.header('Retry-After', String(outcome.seconds));
        return ask(c, reader, account, { login, problem: sayWait(outcome.seconds, reader.say), next }, 429);
      case 'ok':
        await comeIn(c, door, outcome.session);
        return c.redirect(next, 303);
    }
  });

  app.post('/logout', async (c) => {
    const value = getCookie(c, cookie.name) ?? '';
    const session = value ? await ports.session(value) : null;
    const form = await readForm(c, fields, async () => null);
    if (session && form?.value('csrf') !== session.csrf) {
      return c.html(
        html(
          <Notice
            reader={readerOf(c, door, session.person, session.account)}
            firm={session.account.title}
            name="cross-site"
          />,
        ),
        403,
      );
    }
    if (session) await ports.logout(value);
    deleteCookie(c, cookie.name, cookie.options);
    return c.redirect('/login', 303);
  });

  type Asked = Pick<LoginProps, 'login' | 'problem' | 'next'>;
  const ask = (c: Context, reader: Reader, account: Account, asked: Asked, status: 200 | 422 | 429) =>
    c.html(html(<Login reader={reader} firm={account.title} {...asked} />), status);
}
