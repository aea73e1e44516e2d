/** What every page of one template begins with: which one it is, in which language, and what is typed into its form. */
import type { Context } from 'hono';
import { standardTemplate } from '../notify/own-standard.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import type { Language } from '../people/person.ts';
import { adminForm, adminPage, mayHere } from './admin-door.ts';
import { type Door, nothingHere } from './door.ts';
import type { Form } from './form.ts';
import { AROUND_LETTER } from './mail-in-frame.ts';
import { TemplatePage } from './pages/admin/template.tsx';
import type { TemplateSaid } from './pages/admin/template-said.tsx';
import { html } from './pages/layout.tsx';
import type { Desk } from './pages/staff.tsx';
import type { StoredTemplate } from './ports/templates.ts';
import { actorAt } from './posted.tsx';
import { templateIn } from './template-form.ts';

export interface At {
  readonly desk: Desk;
  readonly template: StoredTemplate;
  readonly language: Language;
  /** The number of the task that the preview is about; null: the sample. */
  readonly about: number | null;
}

export interface SentAt extends At {
  readonly form: Form<null>;
  readonly typed: OwnTemplate;
}

export const at = (door: Door, handle: (c: Context, at: At) => Response | Promise<Response>) =>
  adminPage(door, 'set', async (c, desk) => {
    const template = await found(c, door, desk);
    if (!template) return nothingHere(c, door);
    return handle(c, { desk, template, language: languageOf(c, desk), about: numberIn(c.req.query('about')) });
  });

export const sentAt = (door: Door, handle: (c: Context, at: SentAt) => Promise<Response>) =>
  adminForm(door, 'set', async (c, { desk, form }) => {
    const template = await found(c, door, desk);
    if (!template) return nothingHere(c, door);
    const language = languageOf(c, desk);
    const typed = templateIn(form, contentOf(template), language);
    return handle(c, { desk, template, language, form, typed, about: numberIn(form.value('about')) });
  });

const found = (c: Context, door: Door, desk: Desk) => door.ports.templates.read(actorAt(desk), c.req.param('id') ?? '');

/** What the template is called; '': nothing was typed. */
export const nameIn = (form: Form<null>): string => form.value('name').replace(/\s+/g, ' ').trim().slice(0, 200);

/** What is being written, else what letters are made with. */
export const contentOf = (template: StoredTemplate): OwnTemplate =>
  template.draft ?? template.live?.content ?? standardTemplate(template.event);

/** The page with this in its fields: what is kept, or what was typed and is not. */
export async function showTemplate(
  c: Context,
  door: Door,
  { desk, template, language, about }: At,
  said: TemplateSaid,
  content = contentOf(template),
  status: 200 | 409 | 422 | 429 = 200,
): Promise<Response> {
  const ports = door.ports.templates;
  const used = (await ports.notifications(actorAt(desk)))[template.event].templateId === template.id;
  const props = {
    ...{ desk, template, language, about, content, used, said },
    kept: contentOf(template),
    problems: ports.problems(content),
    samples: ports.samples(template.event, language),
    seesTasks: mayHere(desk, 'manage'),
  };
  return c.html(html(<TemplatePage {...props} />), status, AROUND_LETTER);
}

function languageOf(c: Context, desk: Desk): Language {
  const asked = c.req.query('language');
  return asked === 'ru' || asked === 'en' ? asked : desk.account.language;
}

/** «12», «№ 12», «#12». */
function numberIn(typed = ''): number | null {
  const number = Number(/^\s*(?:№|#)?\s*(\d{1,9})\s*$/.exec(typed)?.[1] ?? 0);
  return number > 0 ? number : null;
}
