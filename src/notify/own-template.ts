/**
 * A template of an account's own (spec 7): per language a subject, HTML and, if wanted, plain text; and the three switches.
 */
import type { NotificationType } from '../people/account.ts';
import type { Language } from '../people/person.ts';

export interface OwnWords {
  /** Kept byte for byte as it was typed. */
  readonly subject: string;
  readonly html: string;
  /** Null: made from the HTML. */
  readonly text: string | null;
}

export interface OwnTemplate {
  readonly event: NotificationType;
  /** At least one language. */
  readonly words: Readonly<Partial<Record<Language, OwnWords>>>;
  /** Spec 7.1: all on in a new template. */
  readonly addSignature: boolean;
  readonly addDashboardLink: boolean;
  readonly addFiles: boolean;
}

/** Spec 7.1: the reader's language, else the account's, else any. */
export function wordsFor(
  template: OwnTemplate,
  reader: Language,
  account: Language,
): { language: Language; words: OwnWords } {
  for (const language of [reader, account, 'ru', 'en'] as const) {
    const words = template.words[language];
    if (words) return { language, words };
  }
  throw new Error('A template without words was kept');
}
