/** A line of the table. */
import type { Settings } from '../../src/people/account.ts';
import type { May } from './may.ts';
import type { Eye } from './oracle.ts';
import type { Kind, Tenancy, Thing } from './things.ts';

export interface Sending {
  /** What the path names; null where it names nothing, or what is not there. */
  readonly thing: Thing | null;
  /** The id of something of whoever asks. */
  readonly own: (kind: Kind, ref: string) => string;
  readonly settings: Settings;
  /** Who asks, by the plan's name. */
  readonly who: string;
  /** The address of somebody of the plan. */
  readonly email: (ref: string) => string;
  /** Where the template stands. */
  readonly written: Tenancy['written'];
}

export interface More {
  /** Fields of a form, or JSON of a program. */
  readonly send?: object | ((at: Sending) => object) | undefined;
  /** A body as it is, with its type. */
  readonly raw?: { readonly body: string; readonly type: string };
  /** Asked not for examples only: for everything that there is in the viewer's account, or for all that is theirs. */
  readonly whole?: 'all' | 'theirs';
  /** By every kind of viewer. */
  readonly everybody?: true;
  /** Asked with these too. */
  readonly queries?: readonly string[];
  /** Obeyed, and nothing is another afterwards (or not at once, or not always). */
  readonly quiet?: true;
  /** What the page offers, and whether it should: `name → [offered, may]`. */
  readonly offers?: (eye: Eye, thing: Thing, html: string) => Readonly<Record<string, readonly [boolean, boolean]>>;
  /** What is obeyed takes a task out of the bin. */
  readonly restores?: true;
}

/** Method and path as the application has them (a query may follow), what the path names, who comes to what, and how it is answered then. */
export type Row = readonly [route: string, on: Kind | null, may: May, ok: number, more?: More];
