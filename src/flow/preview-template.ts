/**
 * A letter made with the account's own words, by the renderer that makes the real ones: to be looked at, or sent to whoever writes
 * them. Of sample data, or of a task that is there.
 */
import { newId, type TemplateVersionId } from '../base/id.ts';
import type { Letter } from '../notify/letter.ts';
import { maskedHeaders, maskedLetter } from '../notify/masked.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import { testLetter } from '../notify/own-test.ts';
import { renderLetter, withOwnWords } from '../notify/render.ts';
import { siteOf } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import { within } from './brakes.ts';
import type { Actor, Gateway } from './gateway.ts';
import { faulty, type Managed, managed, maySet, refused } from './manage.ts';
import { isRefused, problemsOf } from './manage-templates.ts';
import { pastInput } from './past-letter.ts';
import { post } from './post.ts';
import { TemplateFault } from './template-pool.ts';
import { faultWords, sampleOf } from './template-trial.ts';

/** What a preview is made of. */
export interface Shown {
  readonly template: OwnTemplate;
  readonly language: Language;
  /** The number of a task; null: the sample. */
  readonly about: number | null;
}

export interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** With `•••` where its secrets would be. Nothing is kept. */
export async function previewTemplate(gw: Gateway, actor: Actor, shown: Shown): Promise<Managed<Preview>> {
  const made = await letterWith(gw, actor, shown);
  if (!made.ok) return made;
  const { subject, html, text } = maskedLetter(made.value);
  return managed({ subject, html, text, headers: maskedHeaders(made.value, gw.names) });
}

/** To their own address and nobody else's, through the outbox as any letter. `sent` false: the outbox says why not. */
export async function sendTest(
  gw: Gateway,
  actor: Actor,
  shown: Shown,
): Promise<Managed<{ readonly letter: string; readonly to: string; readonly sent: boolean }>> {
  const { account, person } = actor;
  const made = await letterWith(gw, actor, shown);
  if (!made.ok) return made;
  if (person.kind !== 'employee' || person.email === null) return refused('wrong-state');
  if (!(await within(gw.brakes.testLetters, person.id))) return refused('too-often');
  const letter = testLetter(made.value, {
    id: newId<'letter'>(gw.clock()),
    now: gw.clock(),
    account,
    to: person,
    templates: gw.templates,
    publicUrl: siteOf(account, gw.names),
  });
  const sent = await gw.db.write((tx) => post(gw, tx, account, letter, person, null));
  gw.wake.outbox();
  return managed({ letter: letter.id, to: person.email, sent });
}

async function letterWith(gw: Gateway, actor: Actor, shown: Shown): Promise<Managed<Letter>> {
  if (!maySet(actor)) return refused('admins-only');
  const { template } = shown;
  if (isRefused(problemsOf(template))) return refused('wrong-fields');
  const input = await inputOf(gw, actor, shown);
  if (!input) return faulty([{ path: 'about', message: NOTHING[actor.person.language] }]);
  const letter = renderLetter(input);
  const pending = letter.own!;
  try {
    const words = template.words[pending.language]!;
    return managed(withOwnWords(letter, pending, await gw.ownTemplates.render({ words, values: pending.values })));
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return faulty([{ path: 'words', message: faultWords(error, actor.person.language) }]);
  }
}

function inputOf(gw: Gateway, actor: Actor, { template, language, about }: Shown) {
  const { event } = template;
  const own = { version: 'preview' as TemplateVersionId, template };
  if (about !== null) return pastInput(gw, actor, { event, number: about, own, language });
  return { ...sampleOf(gw, actor.account, event, language), own };
}

const NOTHING = {
  en: 'There is no such task, or nothing in it yet that such a letter could be about.',
  ru: 'Такой задачи нет, или в ней пока нет ничего, о чём было бы такое письмо.',
} as const satisfies Record<Language, string>;
