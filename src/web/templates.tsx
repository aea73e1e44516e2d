/**
 * `/admin/templates`: the account's own words for its letters (spec 7): written as a draft, looked at, published, chosen, taken back. A
 * form that works by itself; a browser with a script gets an editor with a preview that follows (browser/template.ts).
 */
import type { Context, Hono } from 'hono';
import { problemWords } from '../notify/own-problems.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import { NOTIFICATION_TYPES, type NotificationType } from '../people/account.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere } from './door.ts';
import type { Form } from './form.ts';
import { sendLetter } from './mail-in-frame.ts';
import { TemplateHistory } from './pages/admin/template-history.tsx';
import { fixOf, whereOf } from './pages/admin/template-problems.tsx';
import { TemplatesPage } from './pages/admin/templates.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, refusedPage, type Sent } from './posted.tsx';
import { type At, at, contentOf, nameIn, type SentAt, sentAt, showTemplate } from './template-at.tsx';
import { changeTemplate } from './template-writing.tsx';

const HERE = '/admin/templates';

export function templatePages(app: Hono, door: Door): void {
  const ports = door.ports.templates;

  app.get(HERE, adminPage(door, 'set', list));
  app.post(HERE, adminForm(door, 'set', add));
  app.post(`${HERE}/choose`, adminForm(door, 'set', choose));
  app.get(`${HERE}/:id`, at(door, open));
  app.post(
    `${HERE}/:id`,
    sentAt(door, (c, here) => changeTemplate(c, door, here)),
  );
  app.get(
    `${HERE}/:id/preview`,
    at(door, (c, here) => preview(c, here, contentOf(here.template))),
  );
  app.post(
    `${HERE}/:id/preview`,
    sentAt(door, (c, here) => preview(c, here, here.typed)),
  );
  app.post(`${HERE}/:id/try`, sentAt(door, tryOut));
  app.get(`${HERE}/:id/history`, at(door, history));

  async function list(c: Context, desk: Desk): Promise<Response> {
    const actor = actorAt(desk);
    const [templates, notifications] = await Promise.all([ports.list(actor), ports.notifications(actor)]);
    const said = c.req.query('said') ?? null;
    return c.html(html(<TemplatesPage {...{ desk, templates, notifications, said }} />));
  }

  async function add(c: Context, { desk, form }: Sent): Promise<Response> {
    const event = eventIn(form) ?? 'N2';
    const name = nameIn(form);
    const made = await ports.make(actorAt(desk), name || desk.reader.say(`setting.${event}`), event);
    return made.ok ? c.redirect(`${HERE}/${made.value.id}`, 303) : refusedPage(c, door, desk, made.refusal);
  }

  async function choose(c: Context, { desk, form }: Sent): Promise<Response> {
    const event = eventIn(form);
    if (!event) return nothingHere(c, door);
    const done = await ports.choose(actorAt(desk), event, form.value('template') || null);
    return done.ok ? c.redirect(`${HERE}?said=chosen`, 303) : refusedPage(c, door, desk, done.refusal);
  }

  function open(c: Context, here: At): Promise<Response> {
    return showTemplate(c, door, here, { said: c.req.query('said') ?? null, letter: c.req.query('letter') });
  }

  /** The letter, in a frame of its own: of what is saved or of what is typed. Nothing is kept. */
  async function preview(c: Context, { desk, language, about }: At, template: OwnTemplate): Promise<Response> {
    const made = await ports.preview(actorAt(desk), { template, language, about });
    const html = made.ok ? made.value.html : noLetter(desk, troubleOf(made));
    return sendLetter(c, html);
  }

  /** For the editor: what is wrong with what is typed now, and how it would look. Nothing is kept. */
  async function tryOut(c: Context, { desk, language, about, typed }: SentAt): Promise<Response> {
    const { reader } = desk;
    const problems = ports
      .problems(typed)
      .filter((p) => p.language === null || p.language === language)
      .map((p) => ({
        ...p,
        message: problemWords(p, reader.language),
        label: reader.say(`template.${p.severity}`),
        where: whereOf(p, reader),
        fix: fixOf(p, reader),
      }));
    const made = await ports.preview(actorAt(desk), { template: typed, language, about });
    if (!made.ok) return c.json({ problems, letter: null, trouble: troubleOf(made) });
    const { subject, text, headers } = made.value;
    return c.json({ problems, letter: { subject, text, headers: headers.map((line) => line.join(': ')).join('\n') } });
  }

  async function history(c: Context, { desk, template, language }: At): Promise<Response> {
    const versions = await ports.versions(actorAt(desk), template.id);
    return c.html(html(<TemplateHistory {...{ desk, template, versions, language }} />));
  }
}

/** Why there is no letter, where that is not one of the problems that are listed. */
const troubleOf = ({ faults }: { readonly faults?: readonly { readonly message: string }[] }): string | null =>
  faults?.[0]?.message ?? null;

const noLetter = ({ reader }: Desk, trouble: string | null): string =>
  html(
    <html lang={reader.language}>
      <meta name="color-scheme" content="light dark" />
      <title>{reader.say('template.preview')}</title>
      <body style="font-family:system-ui,sans-serif">
        <p>{trouble ?? reader.say('template.preview.none')}</p>
      </body>
    </html>,
  );

const eventIn = (form: Form<unknown>): NotificationType | null =>
  NOTIFICATION_TYPES.find((one) => one === form.value('event')) ?? null;
