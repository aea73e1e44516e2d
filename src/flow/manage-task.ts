/**
 * A task as a whole form says it: several intents at once, all of them or none.
 */
import type { PersonId, ProjectId, TaskId } from '../base/id.ts';
import { cleanWithoutSecrets } from '../mail/clean-secrets.ts';
import { htmlToText } from '../mail/html-text.ts';
import { textToHtml } from '../mail/sanitize.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { loadPeople } from '../store/people.ts';
import { loadProject } from '../store/rules.ts';
import { loadFacts } from '../store/tasks.ts';
import type { Intent } from '../tasks/intent.ts';
import type { Refusal } from '../tasks/refusal.ts';
import type { Words } from '../tasks/task.ts';
import { seesTask, type Viewer } from '../tasks/visibility.ts';
import type { Actor, Gateway } from './gateway.ts';
import type { FieldFault } from './manage.ts';
import { performIn } from './perform.ts';
import { seesProject } from './see-projects.ts';

export type Changed = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/** Carries a refusal out of a transaction, so that what was done before it is taken back. */
class TakenBack extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** Does all of it in one transaction, or nothing. */
export async function changeTask(gw: Gateway, actor: Actor, intents: readonly Intent[]): Promise<Changed> {
  try {
    await gw.db.write(async (tx) => {
      for (const intent of intents) {
        const done = await performIn(gw, tx, actor, intent);
        if (!done.ok) throw new TakenBack(done.refusal);
      }
    });
  } catch (error) {
    if (error instanceof TakenBack) return { ok: false, refusal: error.refusal };
    throw error;
  }
  gw.wake.outbox();
  return { ok: true };
}

/** What a task names besides itself; an id that is nobody's here and one of another account look alike. */
export interface Named {
  readonly people: Readonly<Record<string, readonly PersonId[]>>;
  readonly counterparty?: PersonId | null | undefined;
  readonly project?: ProjectId | null | undefined;
  readonly parent?: TaskId | null | undefined;
}

export async function namedFaults(gw: Gateway, actor: Actor, viewer: Viewer, named: Named): Promise<FieldFault[]> {
  const { account } = actor;
  const lists = Object.entries(named.people);
  const wanted = [...lists.flatMap(([, ids]) => ids), ...(named.counterparty ? [named.counterparty] : [])];
  const known = await loadPeople(gw.db.read, account.id, wanted);
  const faults = lists.flatMap(([field, ids]) =>
    ids.flatMap((id, at): FieldFault[] =>
      known.has(id)
        ? []
        : [{ path: field === 'assigner' ? field : `${field}.${at}`, message: 'There is no such person' }],
    ),
  );
  if (named.counterparty && known.get(named.counterparty)?.kind !== 'contact')
    faults.push({ path: 'counterparty', message: 'There is no such contact' });
  if (named.project) {
    const project = await loadProject(gw.db.read, account.id, named.project);
    if (!project || !(await seesProject(gw.db.read, actor, project)))
      faults.push({ path: 'project', message: 'There is no such project' });
  }
  if (named.parent && !(await isThere(gw, actor, viewer, named.parent)))
    faults.push({ path: 'parent', message: 'There is no such task' });
  return faults;
}

/** For this viewer; `deleted`: also when it lies in the bin. */
export async function isThere(
  gw: Gateway,
  { account }: Actor,
  viewer: Viewer,
  id: TaskId,
  deleted = false,
): Promise<boolean> {
  const [facts] = await loadFacts(gw.db.read, account.id, [id], account.settings.commentVisibility);
  if (!facts) return false;
  return seesTask(viewer, deleted ? { ...facts, task: { ...facts.task, deletedAt: null } } : facts);
}

/** Text or HTML from outside, ready to be kept: clean, and without our secrets. */
export function wordsFrom(gw: Gateway, given: { readonly text: string } | { readonly html: string }): Words {
  if ('text' in given) {
    const text = removeSecrets(given.text.replace(/\r\n?/g, '\n'), gw.names).trim();
    return { text, html: textToHtml(text) };
  }
  const html = cleanWithoutSecrets(given.html, gw.names);
  return { html, text: htmlToText(html).trim() };
}
