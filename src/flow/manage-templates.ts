/**
 * Templates of an account's own: written as a draft, checked, published as a version that never changes, chosen for a notification
 * (spec 7). Only who may set the account does any of it; people outside never get here.
 */
import { z } from 'zod';
import { newId } from '../base/id.ts';
import { checkSwitches, checkWords } from '../notify/own-check.ts';
import { isError, type Problem, problemWords } from '../notify/own-problems.ts';
import type { OwnTemplate, OwnWords } from '../notify/own-template.ts';
import { NOTIFICATION_TYPES, settingsSchema } from '../people/account.ts';
import type { Language } from '../people/person.ts';
import { storedSettings } from '../store/accounts.ts';
import type { Sql } from '../store/database.ts';
import {
  changeTemplate,
  insertTemplate,
  insertVersion,
  removeTemplate,
  type StoredTemplate,
  type TemplateChange,
  templateOf,
  versionsOf,
} from '../store/templates.ts';
import { audit } from './audit.ts';
import type { Actor, Gateway } from './gateway.ts';
import { type FieldFault, faulty, type Managed, managed, maySet, refused } from './manage.ts';
import { trialOf } from './template-trial.ts';

const wordsSchema = z.strictObject({
  subject: z.string().max(2000),
  html: z.string().max(256 * 1024),
  text: z
    .string()
    .max(256 * 1024)
    .nullable()
    .default(null),
});

/** What a template says: as it is stored, and as doors take it. Words are kept byte for byte. */
export const templateSchema = z.strictObject({
  event: z.enum(NOTIFICATION_TYPES),
  words: z
    .strictObject({ ru: wordsSchema.optional(), en: wordsSchema.optional() })
    .refine((words) => words.ru !== undefined || words.en !== undefined, 'At least one language'),
  addSignature: z.boolean().default(true),
  addDashboardLink: z.boolean().default(true),
  addFiles: z.boolean().default(true),
});

/** What is wrong, in the language of the words that it is about. */
export type TemplateProblem = Problem & { readonly language: Language | null };

export function problemsOf(template: OwnTemplate): TemplateProblem[] {
  const words = Object.entries(template.words) as [Language, OwnWords | undefined][];
  return [
    ...words.flatMap(([language, one]) =>
      one ? checkWords(template.event, one).map((p) => ({ ...p, language })) : [],
    ),
    ...checkSwitches(template).map((p) => ({ ...p, language: null })),
  ];
}

export const isRefused = (problems: readonly Problem[]): boolean => problems.some(isError);

/** `words.ru.html`, and where in it. */
function faultOf(problem: TemplateProblem, reader: Language): FieldFault {
  const where = {
    en: `line ${problem.line}, column ${problem.column}`,
    ru: `строка ${problem.line}, позиция ${problem.column}`,
  };
  return {
    path: `words.${problem.language}.${problem.part}`,
    message: `${where[reader]}: ${problemWords(problem, reader)}`,
  };
}

export async function makeTemplate(
  gw: Gateway,
  actor: Actor,
  name: string,
  draft: OwnTemplate,
): Promise<Managed<StoredTemplate>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    const id = await insertTemplate(tx, actor.account.id, { name, draft, by: actor.person.id }, gw.clock());
    await audit(gw, tx, actor, 'template-made', id, { name, event: draft.event });
    return managed((await templateOf(tx, actor.account.id, id))!);
  });
}

/** `wrong-state`: somebody else changed it since `revision`; what was typed is still with whoever typed it. */
export async function saveDraft(
  gw: Gateway,
  actor: Actor,
  id: string,
  revision: number,
  change: { readonly name?: string | undefined; readonly draft?: OwnTemplate | null | undefined },
): Promise<Managed<StoredTemplate>> {
  return changing(gw, actor, id, revision, (found) => {
    // A template is for one notification: what it may name depends on that.
    if (change.draft && change.draft.event !== found.event) return null;
    return {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.draft === undefined ? {} : { draft: change.draft }),
    };
  });
}

/** The draft becomes what letters are made with; with errors, or when no letter can be made with it in time, it does not. */
export async function publishTemplate(
  gw: Gateway,
  actor: Actor,
  id: string,
  revision: number,
): Promise<Managed<StoredTemplate>> {
  if (!maySet(actor)) return refused('admins-only');
  const found = await templateOf(gw.db.read, actor.account.id, id);
  if (!found) return refused('nowhere');
  if (!found.draft || found.revision !== revision) return refused('wrong-state');
  const problems = problemsOf(found.draft);
  if (isRefused(problems)) return faulty(problems.filter(isError).map((p) => faultOf(p, actor.person.language)));
  const content = found.draft;
  const trial = await trialOf(gw, actor, content);
  if (trial.length > 0) return faulty(trial);
  const live = newId<'template-version'>(gw.clock());
  const made = { id: live, content, by: actor.person.id };
  return changing(
    gw,
    actor,
    id,
    revision,
    () => ({ live, draft: null }),
    async (tx) => {
      await insertVersion(tx, actor.account.id, found.id, made, gw.clock());
      await audit(gw, tx, actor, 'template-published', id, { name: found.name, version: live });
    },
  );
}

/** An old version as what is being written now: it is looked at and published like any other. */
export async function restoreVersion(
  gw: Gateway,
  actor: Actor,
  id: string,
  revision: number,
  version: string,
): Promise<Managed<StoredTemplate>> {
  if (!maySet(actor)) return refused('admins-only');
  const old = (await versionsOf(gw.db.read, actor.account.id, id)).find((one) => one.id === version);
  return old ? saveDraft(gw, actor, id, revision, { draft: old.content }) : refused('nowhere');
}

/** `wrong-state` while a notification is set to it. */
export async function deleteTemplate(gw: Gateway, actor: Actor, id: string): Promise<Managed<null>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    const { notifications } = settingsSchema.parse(await storedSettings(tx, actor.account.id, true));
    if (Object.values(notifications).some((n) => n.templateId === id)) return refused('wrong-state');
    if (!(await removeTemplate(tx, actor.account.id, id, gw.clock()))) return refused('nowhere');
    await audit(gw, tx, actor, 'template-deleted', id);
    return managed(null);
  });
}

async function changing(
  gw: Gateway,
  actor: Actor,
  id: string,
  revision: number,
  change: (found: StoredTemplate) => Omit<TemplateChange, 'by'> | null,
  /** What belongs to the change: only once it is sure that it is made. */
  also: (tx: Sql) => Promise<void> = async () => {},
): Promise<Managed<StoredTemplate>> {
  if (!maySet(actor)) return refused('admins-only');
  return gw.db.write(async (tx) => {
    const found = await templateOf(tx, actor.account.id, id);
    if (!found) return refused('nowhere');
    const next = change(found);
    if (!next) return refused('wrong-fields');
    const by = actor.person.id;
    if (!(await changeTemplate(tx, actor.account.id, id, revision, { ...next, by }, gw.clock())))
      return refused('wrong-state');
    await also(tx);
    return managed((await templateOf(tx, actor.account.id, id))!);
  });
}
