/** What can be done with a template that is being written: kept, published, mended, tried, taken back. */
import type { Context } from 'hono';
import type { FieldFault } from '../flow/manage.ts';
import { WHOLE_WORDS } from '../flow/template-trial.ts';
import { convertWords } from '../notify/own-import.ts';
import { standardWords } from '../notify/own-standard.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import { type Door, nothingHere } from './door.ts';
import type { Desk } from './pages/staff.tsx';
import type { StoredTemplate } from './ports/templates.ts';
import { actorAt, refusedPage } from './posted.tsx';
import { contentOf, nameIn, type SentAt, showTemplate } from './template-at.tsx';

type Act = (c: Context, door: Door, at: SentAt) => Promise<Response>;

export const changeTemplate: Act = async (c, door, at) => {
  const wanted = at.form.value('do') || 'save';
  const act = Object.hasOwn(ACTS, wanted) ? ACTS[wanted as keyof typeof ACTS] : null;
  // Cut words would be kept as if they were all.
  if (at.form.tooLong) return showTemplate(c, door, at, { said: 'too-long' }, contentOf(at.template), 422);
  return act ? act(c, door, at) : nothingHere(c, door);
};

const ACTS = {
  save: (c, door, at) => keep(c, door, at, at.typed, async () => back(c, at, 'saved')),
  discard: (c, door, at) => keep(c, door, at, null, async () => back(c, at, 'discarded')),
  reset: (c, door, at) => keep(c, door, at, reset(at), async () => back(c, at, 'reset')),
  link: (c, door, at) =>
    keep(c, door, at, { ...at.typed, addDashboardLink: true }, async () => back(c, at, 'link-added')),
  publish,
  test,
  convert,
  restore: async (c, door, at) => {
    const { desk, template, form } = at;
    const done = await door.ports.templates.restore(actorAt(desk), template.id, revisionIn(at), form.value('version'));
    return done.ok ? back(c, at, 'restored') : refusedPage(c, door, desk, done.refusal);
  },
  remove: async (c, door, { desk, template }) => {
    const gone = await door.ports.templates.remove(actorAt(desk), template.id);
    return gone.ok ? c.redirect('/admin/templates?said=removed', 303) : refusedPage(c, door, desk, gone.refusal);
  },
} as const satisfies Record<string, Act>;

async function publish(c: Context, door: Door, at: SentAt): Promise<Response> {
  return keep(c, door, at, at.typed, async (kept) => {
    const { desk, template, form } = at;
    const ports = door.ports.templates;
    const done = await ports.publish(actorAt(desk), template.id, kept.revision);
    if (!done.ok) {
      const why = tried(desk, done.faults);
      return showTemplate(c, door, { ...at, template: kept }, { said: 'not-published', why }, contentOf(kept), 422);
    }
    if (form.value('use') === '1') await ports.choose(actorAt(desk), template.event, template.id);
    return back(c, at, 'published');
  });
}

/** What is wrong with the words at one place stands beside them. */
function tried({ reader: { say } }: Desk, faults: readonly FieldFault[] = []): string | undefined {
  const fault = faults.find(({ path }) => WHOLE_WORDS.test(path));
  return fault && `${say(`language.${WHOLE_WORDS.exec(fault.path)![1]}`)}: ${fault.message}`;
}

async function test(c: Context, door: Door, at: SentAt): Promise<Response> {
  return keep(c, door, at, at.typed, async (kept) => {
    const { desk, typed, language, about } = at;
    const done = await door.ports.templates.test(actorAt(desk), { template: typed, language, about });
    if (done.ok) return back(c, at, done.value.sent ? 'tested' : 'test-held', { letter: done.value.letter });
    const said = done.refusal === 'too-often' ? 'too-often' : 'not-tested';
    const why = done.refusal === 'wrong-fields' ? done.faults?.[0]?.message : undefined;
    const status = said === 'too-often' ? 429 : 422;
    return showTemplate(c, door, { ...at, template: kept }, { said, why }, contentOf(kept), status);
  });
}

/** From the original's notation; what it lost is looked at before it is kept. */
async function convert(c: Context, door: Door, at: SentAt): Promise<Response> {
  const { typed, language } = at;
  const { words, lost } = convertWords(typed.words[language]!);
  const content = { ...typed, words: { ...typed.words, [language]: words } };
  return showTemplate(c, door, at, { said: 'converted', lost }, content);
}

async function keep(
  c: Context,
  door: Door,
  at: SentAt,
  draft: OwnTemplate | null,
  then: (kept: StoredTemplate) => Promise<Response>,
): Promise<Response> {
  const { desk, template, form, typed } = at;
  const name = nameIn(form) || template.name;
  const kept = await door.ports.templates.save(actorAt(desk), template.id, revisionIn(at), { name, draft });
  if (kept.ok) return then(kept.value);
  // Somebody else saved in between: what was typed here stays on the page.
  return kept.refusal === 'wrong-state'
    ? showTemplate(c, door, at, { said: 'overtaken' }, typed, 409)
    : refusedPage(c, door, desk, kept.refusal);
}

const revisionIn = ({ form }: SentAt): number => Number(form.value('revision'));

function back(c: Context, { template, language, about }: SentAt, said: string, more: Record<string, string> = {}) {
  const asked = new URLSearchParams({ language, said, ...more, ...(about === null ? {} : { about: String(about) }) });
  return c.redirect(`/admin/templates/${template.id}?${asked}`, 303);
}

const reset = ({ typed, language }: SentAt): OwnTemplate => ({
  ...typed,
  words: { ...typed.words, [language]: standardWords(typed.event, language) },
});
