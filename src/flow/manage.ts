/**
 * Running an account: people, projects, settings, keys, held mail. Each verb asks here whether this person may, and answers what
 * it made or why not; doors only turn that into a page or a status.
 */
import { isAdmin, seesNothing } from '../people/person.ts';
import { AddressTaken } from '../store/people.ts';
import type { Consequence } from '../tasks/refusal.ts';
import type { Actor } from './gateway.ts';

/** Why something is not done, besides the refusals of tasks (house rule 7). */
export const MANAGE_REFUSALS = {
  'admins-only': {
    http: 403,
    words: { en: 'Only administrators may do that.', ru: 'Это может только администратор.' },
  },
  'owner-only': {
    http: 403,
    words: { en: 'Only the owner may change the owner.', ru: 'Данные владельца меняет только он сам.' },
  },
  'no-data-access': {
    http: 403,
    words: {
      en: 'A technical administrator sees settings, not people and tasks.',
      ru: 'Технический администратор видит настройки, но не людей и не задачи.',
    },
  },
  'may-not-grant': {
    http: 403,
    words: {
      en: 'Only administrators and employees with that right may give or take away access.',
      ru: 'Открывать и закрывать доступ могут администраторы и сотрудники с таким правом.',
    },
  },
  'not-responsible': {
    http: 403,
    words: {
      en: 'Only those who are responsible for this contact and administrators may change it.',
      ru: 'Изменить этот контакт могут ответственные за него и администраторы.',
    },
  },
  'not-your-project': {
    http: 403,
    words: {
      en: 'Only the author of this project and administrators may change it.',
      ru: 'Изменить этот проект могут его автор и администраторы.',
    },
  },
  nowhere: {
    http: 404,
    words: { en: 'There is nothing here.', ru: 'Здесь ничего нет.' },
  },
  'wrong-fields': {
    http: 422,
    words: { en: 'Some fields cannot be taken as they are.', ru: 'Некоторые поля заполнены неверно.' },
  },
  'asked-already': {
    http: 409,
    words: {
      en: 'Letters went to this address a short while ago. Try again in an hour.',
      ru: 'На этот адрес только что отправляли письма. Попробуйте через час.',
    },
  },
  'too-often': {
    http: 429,
    words: { en: 'That was asked for too often. Try again later.', ru: 'Слишком часто. Попробуйте позже.' },
  },
  'wrong-state': {
    http: 409,
    words: { en: 'Its state does not allow that any more.', ru: 'Сейчас это уже невозможно.' },
  },
} as const satisfies Record<string, Consequence>;

export type ManageRefusal = keyof typeof MANAGE_REFUSALS;

/** What is wrong with one field: `companies.0`. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export type Managed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: ManageRefusal; readonly faults?: readonly FieldFault[] };

export const managed = <T>(value: T): Managed<T> => ({ ok: true, value });
export const refused = (refusal: ManageRefusal): { readonly ok: false; readonly refusal: ManageRefusal } => ({
  ok: false,
  refusal,
});
export const faulty = (faults: readonly FieldFault[]) => ({ ok: false, refusal: 'wrong-fields', faults }) as const;

export const mayManage = (actor: Actor): boolean => isAdmin(actor.person);
/** Spec 1.2: a technical administrator has the settings too, and none of the data. */
export const maySet = (actor: Actor): boolean => isAdmin(actor.person) || seesNothing(actor.person);
export const maySeePeople = (actor: Actor): boolean => actor.person.kind === 'employee' && !seesNothing(actor.person);

/** Item 132: an address is one person's; who it belongs to is not told. */
export async function unlessTaken<T>(
  work: () => Promise<Managed<T>>,
  fieldOf: (address: string) => string,
): Promise<Managed<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error;
    const message = 'This address belongs to somebody else in this account';
    return faulty([{ path: fieldOf(error.address), message }]);
  }
}

/** `email`, `additionalEmails.1`: where in what was sent this address stands. */
export function addressField(sent: {
  email?: string | null | undefined;
  additionalEmails?: readonly string[] | undefined;
}) {
  return (address: string): string => {
    const at = sent.additionalEmails?.indexOf(address) ?? -1;
    return sent.email === address || at < 0 ? 'email' : `additionalEmails.${at}`;
  };
}

/** What was given, without the fields that were not: `undefined` must not undo anything. */
export function given<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}
