/** The audit log with names instead of ids. */
import { parseId } from '../../base/id.ts';
import type { Gateway } from '../../flow/gateway.ts';
import type { Account } from '../../people/account.ts';
import { fullName, type Person } from '../../people/person.ts';
import { type AuditLine, pageOfAudit } from '../../store/audit.ts';
import { keysOf } from '../../store/doors.ts';
import { webhooksOf } from '../../store/hooks.ts';
import { loadPeople } from '../../store/people.ts';
import type { Page, Paging } from '../ports.ts';
import type { AuditShown } from './admin.ts';
import { cut } from './cut.ts';

export async function auditPage(gw: Gateway, account: Account, { after, limit }: Paging): Promise<Page<AuditShown>> {
  const db = gw.db.read;
  const found = await pageOfAudit(db, account.id, { after, limit: limit + 1 });
  const { items, next } = cut(found, limit, (last) => last.id);
  const ids = items.flatMap(({ actor, subject }) => [actor, ...(parseId(subject) ? [subject] : [])]);
  const [people, keys, hooks] = await Promise.all([
    loadPeople(db, account.id, [...new Set(ids)]),
    keysOf(db, account.id),
    webhooksOf(db, account.id),
  ]);
  const programs = new Map<string, string>([
    ...keys.map(({ id, name }) => [id, name] as const),
    ...hooks.map(({ id, url }) => [id, url] as const),
  ]);
  return { items: items.map((line) => shown(line, people as ReadonlyMap<string, Person>, programs)), next };
}

function shown(
  line: AuditLine,
  people: ReadonlyMap<string, Person>,
  programs: ReadonlyMap<string, string>,
): AuditShown {
  const who = people.get(line.actor);
  const subject = people.get(line.subject);
  const about = subject ? fullName(subject) : (programs.get(line.subject) ?? toldIn(line));
  return { ...line, who: who ? fullName(who) : '—', about, path: pathOf(line, subject) };
}

/** What the line itself says: an address, a name; an id says nothing. A key or webhook that is gone left its name in the detail. */
function toldIn({ subject, detail }: AuditLine): string | null {
  if (!parseId(subject)) return subject;
  const told = detail as { name?: unknown; url?: unknown } | null;
  const name = told?.name ?? told?.url;
  return typeof name === 'string' ? name : null;
}

function pathOf({ what, subject }: AuditLine, person: Person | undefined): string | null {
  if (person) return person.kind === 'contact' ? `/contacts/${person.number}` : `/admin/people/${person.number}`;
  if (what.startsWith('mail-')) return `/admin/inbox/${subject}`;
  return what === 'letter-sent-again' ? `/admin/letters/${subject}` : null;
}
