/** Who reads a page, and everything that depends on it: language, time, light or dark. */
import type { Language } from '../../people/person.ts';
import type { Assets } from '../assets.ts';
import type { Say } from '../words.ts';

export interface Reader {
  readonly language: Language;
  readonly say: Say;
  readonly now: number;
  /** IANA time zone, or undefined: UTC until the browser says better. */
  readonly zone: string;
  /** Null: as the system has it. */
  readonly theme: 'light' | 'dark' | null;
  readonly assets: Assets;
  readonly limits: { readonly uploadBytes: number; readonly uploadFiles: number };
}
