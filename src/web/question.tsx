/**
 * The page behind «Was this you?»: mails in this person's name that wait for their word. The letter's token is the whole
 * authority. Opening the page changes nothing, because scanners open every link of every mail (T4).
 */
import type { Context, Hono } from 'hono';
import { type Door, readerOf, strangerOf } from './door.ts';
import { readForm } from './form.ts';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import { Question, Said } from './pages/question.tsx';
import { WORDS_GIVEN, type WordGiven } from './ports.ts';

export function questionPages(app: Hono, door: Door): void {
  const { ports } = door;

  app.get('/question/:token', (c) => ask(c, null));

  app.post('/question/:token', async (c) => {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    const word = WORDS_GIVEN.find((w) => w === form?.value('word'));
    if (!form || !word) return notice(c, 'no-form', 400);
    const heard = await ports.giveWord(c.req.param('token'), form.values('mail'), word);
    if (heard.kind === 'nothing' || heard.decided === 0 || heard.left)
      return ask(c, heard.kind === 'heard' && heard.decided > 0 ? word : null);
    const { account, person } = heard;
    return c.html(html(<Said reader={readerOf(c, door, person, account)} firm={account.title} word={word} />));
  });

  async function ask(c: Context, said: WordGiven | null): Promise<Response> {
    const found = await ports.question(c.req.param('token') ?? '');
    switch (found.kind) {
      case 'busy':
        c.header('Retry-After', '60');
        return notice(c, 'busy', 429);
      case 'nothing':
        return notice(c, 'decided', 404);
      case 'asked': {
        const reader = readerOf(c, door, found.asked.person, found.asked.account);
        return c.html(html(<Question reader={reader} asked={found.asked} action={c.req.path} said={said} />));
      }
    }
  }

  /** The same words, to the byte, for a token that nobody made and for one whose mails are decided. */
  async function notice(c: Context, name: 'decided' | 'busy' | 'no-form', status: 400 | 404 | 429): Promise<Response> {
    const { reader } = await strangerOf(c, door);
    return c.html(html(<Notice reader={reader} firm="" name={name} />), status);
  }
}
