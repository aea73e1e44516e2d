/** One variable of a template: its names, what it is, and when it is there. Which there are stands in own-variables.ts. */
import type { NotificationType } from '../people/account.ts';

/**
 * `text` is one line or more of plain words, `html` carries formatting and stands only between tags, `url` may begin an address,
 * `person` and `list` are walked into (`{{#with}}`, `{{#each}}`) or listed (`{{join}}`).
 */
export type VariableKind = 'text' | 'html' | 'number' | 'date' | 'url' | 'flag' | 'person' | 'list' | 'object';

export interface Variable {
  readonly name: string;
  /** As it is offered, then what is understood too. Names may hold spaces. */
  readonly russian: readonly [string, ...string[]];
  readonly kind: VariableKind;
  readonly says: { readonly en: string; readonly ru: string };
  /** What is inside a person, a list's item or an object. */
  readonly fields?: readonly Variable[];
  /** Absent: in all five. */
  readonly events?: readonly NotificationType[];
  /** It may be empty in a letter: `{{#if}}` is of use. */
  readonly optional?: boolean;
  /** The list beside it that it is the first of: the original has one name for both. */
  readonly firstOf?: Variable;
}

export const text = (
  name: string,
  russian: Variable['russian'],
  en: string,
  ru: string,
  more: Partial<Variable> = {},
) => ({ name, russian, kind: 'text', says: { en, ru }, ...more }) as const satisfies Variable;

export const CARD_NUMBER = { en: 'The card’s number', ru: 'Номер карточки' } as const;
