/**
 * An account's own templates: what is being written, the versions that were published, and the one that letters are made with.
 *
 * A published version never changes and is never removed: letters that wait name it, and the history is what «restore» goes back to.
 */
import { type AccountId, newId, type PersonId, type TemplateId, type TemplateVersionId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { OwnChoice } from '../notify/letter-input.ts';
import type { OwnTemplate } from '../notify/own-template.ts';
import type { NotificationType } from '../people/account.ts';
import type { Sql } from './database.ts';
import type { Row } from './tasks.ts';

export interface StoredTemplate {
  readonly id: TemplateId;
  readonly name: string;
  readonly event: NotificationType;
  readonly live: { readonly id: TemplateVersionId; readonly number: number; readonly content: OwnTemplate } | null;
  readonly draft: OwnTemplate | null;
  readonly revision: number;
  readonly changedBy: PersonId;
  readonly changedAt: Instant;
  readonly createdAt: Instant;
}

export interface TemplateVersion {
  readonly id: TemplateVersionId;
  readonly number: number;
  readonly content: OwnTemplate;
  readonly madeBy: PersonId;
  readonly madeAt: Instant;
}

export async function insertTemplate(
  tx: Sql,
  account: AccountId,
  made: { readonly name: string; readonly draft: OwnTemplate; readonly by: PersonId },
  now: Instant,
): Promise<TemplateId> {
  const id = newId<'template'>(now);
  await tx('templates').insert({
    account_id: account,
    id,
    name: made.name,
    event: made.draft.event,
    live_id: null,
    draft: JSON.stringify(made.draft),
    revision: 1,
    changed_by: made.by,
    changed_at: now,
    created_at: now,
  });
  return id;
}

export interface TemplateChange {
  readonly name?: string;
  /** Null: what was being written is given up. */
  readonly draft?: OwnTemplate | null;
  readonly live?: TemplateVersionId;
  readonly by: PersonId;
}

/** False: it is gone, or somebody changed it since `revision`. */
export async function changeTemplate(
  tx: Sql,
  account: AccountId,
  id: string,
  revision: number,
  change: TemplateChange,
  now: Instant,
): Promise<boolean> {
  const { name, draft, live, by } = change;
  const changed = await tx('templates')
    .where({ account_id: account, id, revision, deleted_at: null })
    .update({
      ...(name === undefined ? {} : { name }),
      ...(draft === undefined ? {} : { draft: draft && JSON.stringify(draft) }),
      ...(live === undefined ? {} : { live_id: live }),
      revision: revision + 1,
      changed_by: by,
      changed_at: now,
    });
  return changed > 0;
}

export async function insertVersion(
  tx: Sql,
  account: AccountId,
  template: TemplateId,
  made: { readonly id: TemplateVersionId; readonly content: OwnTemplate; readonly by: PersonId },
  now: Instant,
): Promise<void> {
  const last: Row | undefined = await tx('template_versions')
    .where({ account_id: account, template_id: template })
    .max({ number: 'number' })
    .first();
  await tx('template_versions').insert({
    account_id: account,
    id: made.id,
    template_id: template,
    number: Number(last?.number ?? 0) + 1,
    content: JSON.stringify(made.content),
    made_by: made.by,
    made_at: now,
  });
}

export async function removeTemplate(tx: Sql, account: AccountId, id: string, now: Instant): Promise<boolean> {
  return (
    (await tx('templates')
      .where({ account_id: account, id, deleted_at: null })
      .update({ deleted_at: now, draft: null })) > 0
  );
}

/** An account has a handful: they are read whole, by name. */
export async function templatesOf(db: Sql, account: AccountId): Promise<StoredTemplate[]> {
  const rows: Row[] = await withLive(db).where({ 't.account_id': account, 't.deleted_at': null }).orderBy('t.id');
  return rows.map(toTemplate);
}

export async function templateOf(db: Sql, account: AccountId, id: string): Promise<StoredTemplate | null> {
  const row: Row | undefined = await withLive(db)
    .where({ 't.account_id': account, 't.id': id, 't.deleted_at': null })
    .first();
  return row ? toTemplate(row) : null;
}

/** The newest first. */
export async function versionsOf(db: Sql, account: AccountId, template: string): Promise<TemplateVersion[]> {
  const rows: Row[] = await db('template_versions')
    .where({ account_id: account, template_id: template })
    .orderBy('number', 'desc')
    .limit(HISTORY);
  return rows.map(toVersion);
}

export async function versionById(db: Sql, account: AccountId, id: string): Promise<TemplateVersion | null> {
  const row: Row | undefined = await db('template_versions').where({ account_id: account, id }).first();
  return row ? toVersion(row) : null;
}

/** What letters are made with now; null: the template is gone or was never published, and the standard one goes. */
export async function liveChoice(db: Sql, account: AccountId, id: string | null): Promise<OwnChoice | null> {
  if (id === null) return null;
  const live = (await templateOf(db, account, id))?.live;
  return live ? { version: live.id, template: live.content } : null;
}

const HISTORY = 200;

const withLive = (db: Sql) =>
  db('templates as t')
    .leftJoin('template_versions as v', (join) => join.on('v.account_id', 't.account_id').andOn('v.id', 't.live_id'))
    .select('t.*', 'v.number as live_number', 'v.content as live_content');

const toTemplate = (r: Row): StoredTemplate => ({
  id: r.id,
  name: r.name,
  event: r.event,
  live: r.live_id && { id: r.live_id, number: Number(r.live_number), content: JSON.parse(r.live_content) },
  draft: r.draft === null ? null : JSON.parse(r.draft),
  revision: Number(r.revision),
  changedBy: r.changed_by,
  changedAt: Number(r.changed_at),
  createdAt: Number(r.created_at),
});

const toVersion = (r: Row): TemplateVersion => ({
  id: r.id,
  number: Number(r.number),
  content: JSON.parse(r.content),
  madeBy: r.made_by,
  madeAt: Number(r.made_at),
});
