/** Who reads a page, and everything that depends on it: language, time, light or dark. */
import type { Language } from '../../people/person.ts';
import type { Assets } from '../assets.ts';
import type { Say } from '../words.ts';

export interface Reader {
  readonly language: Language;
  readonly say: Say;
  readonly now: number;
  /** IANA time zone: the person's, else the account's; the browser knows better and says each time once more in its own. */
  readonly zone: string;
  /** Null: as the system has it. */
  readonly theme: 'light' | 'dark' | null;
  readonly assets: Assets;
  readonly limits: { readonly uploadBytes: number; readonly uploadFiles: number };
}
