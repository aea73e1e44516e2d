/**
 * Whether an account's own words become a letter in the time that one has: tried when they are published, since words that take longer
 * lose their thread at each letter and are never used.
 */
import type { TemplateVersionId } from '../base/id.ts';
import type { TemplateFaultReason } from '../notify/letter.ts';
import type { LetterInput } from '../notify/letter-input.ts';
import type { OwnTemplate, OwnWords } from '../notify/own-template.ts';
import { renderLetter } from '../notify/render.ts';
import { sampleInput } from '../notify/sample.ts';
import { type Account, type NotificationType, siteOf } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import type { Actor, Gateway } from './gateway.ts';
import type { FieldFault } from './manage.ts';
import { TemplateFault } from './template-pool.ts';

/** More than most letters bring: what goes round in loops shows it here. */
const FILES = 30;

/** The path of a fault of all of a language's words, not of a place in them. */
export const WHOLE_WORDS = /^words\.(ru|en)$/;

/** One for each language whose words cannot be used; none: all can. */
export async function trialOf(gw: Gateway, { account, person }: Actor, template: OwnTemplate): Promise<FieldFault[]> {
  const own = { version: 'trial' as TemplateVersionId, template };
  const faults: FieldFault[] = [];
  for (const [language, words] of Object.entries(template.words) as [Language, OwnWords][]) {
    const { values } = renderLetter({ ...sampleOf(gw, account, template.event, language, FILES), own }).own!;
    try {
      await gw.ownTemplates.tryOut({ words, values });
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      faults.push({ path: `words.${language}`, message: faultWords(error, person.language) });
    }
  }
  return faults;
}

/** What the sample's letter is made of, for this account; with as many files as wanted, or its own. */
export function sampleOf(
  { templates, names }: Gateway,
  account: Account,
  event: NotificationType,
  language: Language,
  files?: number,
): LetterInput {
  const sample = templates.samples[event][language];
  const many = Array.from({ length: files ?? 0 }, (_, i) => ({
    name: `${i + 1}.pdf`,
    type: 'application/pdf',
    size: 1,
  }));
  const made = sampleInput(event, language, files === undefined ? sample : { ...sample, files: many }, templates, {
    publicUrl: siteOf(account, names),
  });
  // As this account sends its letters: what it repeats, attaches and signs.
  const { language: main, settings } = account;
  return { ...made, account: { ...made.account, language: main, settings } };
}

/** To whoever writes the words. */
export const faultWords = ({ reason, message }: TemplateFault, reader: Language): string =>
  reason === 'broken' ? `${FAULTS.broken[reader]}: ${message}` : FAULTS[reason][reader];

const FAULTS = {
  'too-slow': {
    en: 'A letter with these words takes longer to make than a letter may: the standard one would go in its place. Make them shorter, or use fewer loops; if the machine is very busy now, try again.',
    ru: 'Письмо с этими словами составляется дольше, чем можно: вместо него ушло бы стандартное. Сократите шаблон или уберите часть циклов; если сервер сейчас сильно занят, попробуйте ещё раз.',
  },
  'too-large': {
    en: 'A letter with these words would be larger than a letter may be: the standard one would go in its place. Look for a loop inside a loop.',
    ru: 'Письмо с этими словами больше, чем можно: вместо него ушло бы стандартное. Проверьте, нет ли цикла внутри цикла.',
  },
  'no-words': {
    en: 'In this letter the comment’s words are missing: a condition or a loop leaves them out, and the standard letter would go in its place. Put {{comment.text}} outside of it.',
    ru: 'В этом письме нет текста комментария: условие или цикл его не пропускает, и вместо него ушло бы стандартное. Вынесите {{Комментарий.Текст}} наружу.',
  },
  broken: { en: 'No letter can be made with these words', ru: 'Письмо с этими словами составить нельзя' },
} as const satisfies Record<TemplateFaultReason, Record<Language, string>>;
