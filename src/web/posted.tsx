/** Forms of those who signed in: read, and proven to be their own, before anything is done. */
import type { Context } from 'hono';
import { MANAGE_REFUSALS, type Managed, type ManageRefusal } from '../flow/manage.ts';
import type { Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere } from './door.ts';
import { type Form, readForm } from './form.ts';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import type { Reader } from './pages/reader.ts';
import type { Desk } from './pages/staff.tsx';
import type { Actor } from './ports.ts';
import { signedIn } from './staff.tsx';

export interface Sent {
  readonly desk: Desk;
  readonly viewer: Viewer;
  readonly form: Form<null>;
}

/** Hands a form without files to whoever is signed in and sent it from a page of their own session (T10). */
export const posted = (door: Door, handle: (c: Context, sent: Sent) => Promise<Response>) =>
  signedIn(door, async (c, desk, viewer) => {
    const form = await readForm(c, { fileBytes: 0, files: 0 }, async () => null);
    const { reader, account } = desk;
    if (!form) return c.html(html(<Notice reader={reader} firm={account.title} name="no-form" />), 400);
    if (form.value('csrf') !== desk.csrf)
      return c.html(html(<Notice reader={reader} firm={account.title} name="cross-site" />), 403);
    return handle(c, { desk, viewer, form });
  });

export const actorAt = ({ account, person }: Desk): Actor => ({ account, person, proof: 'session', source: 'web' });

/** The words of each field that cannot be taken, by its name: `companies.0` counts for `companies`. */
export type Faults = Readonly<Record<string, string>>;

export function faultsOf(outcome: Managed<unknown>, { say }: Reader): Faults {
  if (outcome.ok || outcome.refusal !== 'wrong-fields') return {};
  const fields = (outcome.faults ?? []).map((f) => f.path.split('.')[0] ?? '');
  return Object.fromEntries(fields.map((field) => [field, say(`fault.${field}`)]));
}

/** What a person is told who may not do this; what is not there for them looks like nothing at all. */
export async function refusedPage(c: Context, door: Door, desk: Desk, refusal: ManageRefusal): Promise<Response> {
  const { http, words } = MANAGE_REFUSALS[refusal];
  if (http === 404) return nothingHere(c, door);
  const { reader, account } = desk;
  const text = words[reader.language];
  return c.html(html(<Notice reader={reader} firm={account.title} name="refused" values={{ text }} />), http);
}
