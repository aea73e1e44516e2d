/** A letter made with the account's own words and sample data, by the renderer that makes the real ones. Nothing is kept. */
import type { TemplateVersionId } from '../base/id.ts';
import { maskedLetter } from '../notify/fill.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import { renderLetter, withOwnWords } from '../notify/render.ts';
import { sampleInput } from '../notify/sample.ts';
import type { Language } from '../people/person.ts';
import type { Actor, Gateway } from './gateway.ts';
import { faulty, type Managed, managed, maySet, refused } from './manage.ts';
import { isRefused, problemsOf } from './manage-templates.ts';
import { TemplateFault } from './template-pool.ts';

export interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export async function previewTemplate(
  gw: Gateway,
  actor: Actor,
  template: OwnTemplate,
  language: Language,
): Promise<Managed<Preview>> {
  if (!maySet(actor)) return refused('admins-only');
  if (isRefused(problemsOf(template))) return refused('wrong-fields');
  const own = { version: 'preview' as TemplateVersionId, template };
  const input = sampleInput(template.event, language, gw.templates.samples[template.event][language], gw.templates, {
    publicUrl: gw.names.publicUrl,
  });
  const letter = renderLetter({ ...input, account: { ...input.account, language: actor.account.language }, own });
  const pending = letter.own!;
  const words = template.words[pending.language]!;
  try {
    const rendered = await gw.ownTemplates.render({ words, values: pending.values });
    const { subject, html, text } = maskedLetter(withOwnWords(letter, pending, rendered));
    return managed({ subject, html, text });
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return faulty([{ path: 'words', message: error.message }]);
  }
}
