/**
 * `/admin/templates`: the account's own words for its letters (spec 7): written as a draft, looked at, published, chosen, taken back. A
 * form that works by itself; a browser with a script gets an editor with a preview that follows (browser/editor.ts).
 */
import type { Context, Hono } from 'hono';
import { problemWords } from '../notify/own-problems.ts';
import { standardTemplate, standardWords } from '../notify/own-standard.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import { NOTIFICATION_TYPES, type NotificationType } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import { adminForm, adminPage } from './admin-door.ts';
import { type Door, nothingHere } from './door.ts';
import type { Form } from './form.ts';
import { AROUND_FRAME, sendLetter } from './mail-in-frame.ts';
import { TemplatePage } from './pages/admin/template.tsx';
import { TemplateHistory } from './pages/admin/template-history.tsx';
import { TemplatesPage } from './pages/admin/templates.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import type { StoredTemplate } from './ports/templates.ts';
import { actorAt, refusedPage, type Sent } from './posted.tsx';
import { templateIn } from './template-form.ts';

const HERE = '/admin/templates';

export function templatePages(app: Hono, door: Door): void {
  const ports = door.ports.templates;

  app.get(HERE, adminPage(door, 'set', list));
  app.post(HERE, adminForm(door, 'set', add));
  app.post(`${HERE}/choose`, adminForm(door, 'set', choose));
  app.get(`${HERE}/:id`, adminPage(door, 'set', open));
  app.post(`${HERE}/:id`, adminForm(door, 'set', change));
  app.get(`${HERE}/:id/preview`, adminPage(door, 'set', preview));
  app.post(`${HERE}/:id/preview`, adminForm(door, 'set', previewTyped));
  app.post(`${HERE}/:id/try`, adminForm(door, 'set', tryOut));
  app.get(`${HERE}/:id/history`, adminPage(door, 'set', history));

  async function list(c: Context, desk: Desk): Promise<Response> {
    const actor = actorAt(desk);
    const [templates, notifications] = await Promise.all([ports.list(actor), ports.notifications(actor)]);
    const said = c.req.query('said') ?? null;
    return c.html(html(<TemplatesPage {...{ desk, templates, notifications, said }} />));
  }

  async function add(c: Context, { desk, form }: Sent): Promise<Response> {
    const event = eventIn(form) ?? 'N2';
    const name = form.value('name').replace(/\s+/g, ' ').trim().slice(0, 200);
    const made = await ports.make(actorAt(desk), name || desk.reader.say(`setting.${event}`), event);
    return made.ok ? c.redirect(`${HERE}/${made.value.id}`, 303) : refusedPage(c, door, desk, made.refusal);
  }

  async function choose(c: Context, { desk, form }: Sent): Promise<Response> {
    const event = eventIn(form);
    if (!event) return nothingHere(c, door);
    const done = await ports.choose(actorAt(desk), event, form.value('template') || null);
    return done.ok ? c.redirect(`${HERE}?said=chosen`, 303) : refusedPage(c, door, desk, done.refusal);
  }

  const found = (c: Context, desk: Desk) => ports.read(actorAt(desk), c.req.param('id') ?? '');

  async function open(c: Context, desk: Desk): Promise<Response> {
    const template = await found(c, desk);
    return template ? show(c, desk, template, contentOf(template), c.req.query('said') ?? null) : nothingHere(c, door);
  }

  async function show(
    c: Context,
    desk: Desk,
    template: StoredTemplate,
    content: OwnTemplate,
    said: string | null,
    status: 200 | 409 | 422 = 200,
  ) {
    const language = languageOf(c, desk);
    const problems = ports.problems(content);
    const used = (await ports.notifications(actorAt(desk)))[template.event].templateId === template.id;
    return c.html(
      html(<TemplatePage {...{ desk, template, content, language, problems, used, said }} />),
      status,
      AROUND_FRAME,
    );
  }

  async function change(c: Context, sent: Sent): Promise<Response> {
    const { desk, form } = sent;
    const template = await found(c, desk);
    if (!template) return nothingHere(c, door);
    const actor = actorAt(desk);
    const language = languageOf(c, desk);
    const revision = Number(form.value('revision'));
    const content = templateIn(form, contentOf(template), language);
    const back = (said: string) => c.redirect(`${HERE}/${template.id}?language=${language}&said=${said}`, 303);
    const name = form.value('name').replace(/\s+/g, ' ').trim().slice(0, 200) || template.name;
    const wanted = form.value('do');
    if (wanted === 'remove') {
      const gone = await ports.remove(actor, template.id);
      return gone.ok ? c.redirect(`${HERE}?said=removed`, 303) : refusedPage(c, door, desk, gone.refusal);
    }
    if (wanted === 'restore') {
      const done = await ports.restore(actor, template.id, revision, form.value('version'));
      return done.ok ? back('restored') : refusedPage(c, door, desk, done.refusal);
    }
    const draft = wanted === 'discard' ? null : wanted === 'reset' ? reset(content, language) : content;
    const kept = await ports.save(actor, template.id, revision, { name, draft });
    // Somebody else saved in between: what was typed here stays on the page.
    if (!kept.ok)
      return kept.refusal === 'wrong-state'
        ? show(c, desk, template, content, 'overtaken', 409)
        : refusedPage(c, door, desk, kept.refusal);
    if (wanted !== 'publish') return back(wanted === 'discard' ? 'discarded' : 'saved');
    const done = await ports.publish(actor, template.id, kept.value.revision);
    if (!done.ok) return show(c, desk, kept.value, content, 'not-published', 422);
    if (form.value('use') === '1') await ports.choose(actor, template.event, template.id);
    return back('published');
  }

  /** What is saved, as a letter, in a frame of its own. */
  async function preview(c: Context, desk: Desk): Promise<Response> {
    const template = await found(c, desk);
    if (!template) return nothingHere(c, door);
    const made = await ports.preview(actorAt(desk), contentOf(template), languageOf(c, desk));
    return sendLetter(c, made.ok ? made.value.html : noLetter(desk));
  }

  /** The same of what is typed: nothing is kept. */
  async function previewTyped(c: Context, { desk, form }: Sent): Promise<Response> {
    const template = await found(c, desk);
    if (!template) return nothingHere(c, door);
    const language = languageOf(c, desk);
    const made = await ports.preview(actorAt(desk), templateIn(form, contentOf(template), language), language);
    return sendLetter(c, made.ok ? made.value.html : noLetter(desk));
  }

  /** For the editor: what is wrong with what is typed now, and how it would look. Nothing is kept. */
  async function tryOut(c: Context, { desk, form }: Sent): Promise<Response> {
    const template = await found(c, desk);
    if (!template) return nothingHere(c, door);
    const language = languageOf(c, desk);
    const content = templateIn(form, contentOf(template), language);
    const problems = ports
      .problems(content)
      .filter((p) => p.language === null || p.language === language)
      .map((p) => ({ ...p, message: problemWords(p, desk.reader.language) }));
    const made = await ports.preview(actorAt(desk), content, language);
    return c.json({ problems, letter: made.ok ? { subject: made.value.subject, text: made.value.text } : null });
  }

  async function history(c: Context, desk: Desk): Promise<Response> {
    const template = await found(c, desk);
    if (!template) return nothingHere(c, door);
    const versions = await ports.versions(actorAt(desk), template.id);
    return c.html(html(<TemplateHistory {...{ desk, template, versions }} language={languageOf(c, desk)} />));
  }
}

/** What is being written, else what letters are made with. */
const contentOf = (template: StoredTemplate): OwnTemplate =>
  template.draft ?? template.live?.content ?? standardTemplate(template.event);

const noLetter = ({ reader }: Desk): string => html(<p>{reader.say('template.preview.none')}</p>);

const reset = (content: OwnTemplate, language: Language): OwnTemplate => ({
  ...content,
  words: { ...content.words, [language]: standardWords(content.event, language) },
});

function languageOf(c: Context, desk: Desk): Language {
  const asked = c.req.query('language');
  return asked === 'ru' || asked === 'en' ? asked : desk.account.language;
}

const eventIn = (form: Form<unknown>): NotificationType | null =>
  NOTIFICATION_TYPES.find((one) => one === form.value('event')) ?? null;
