/** `/admin/settings`: how the account behaves. Saved is what was touched; what others changed meanwhile is said, not overwritten. */
import type { Context, Hono } from 'hono';
import { type Settings, settingsSchema } from '../people/account.ts';
import { adminForm, adminPage } from './admin-door.ts';
import type { Door } from './door.ts';
import { SettingsPage, type SettingsProps } from './pages/admin/settings.tsx';
import { html } from './pages/layout.tsx';
import { Notice } from './pages/notices.tsx';
import type { Desk } from './pages/staff.tsx';
import { actorAt, refusedPage, type Sent } from './posted.tsx';
import { changeTo, differing, filledSettings, settingsIn, touched } from './settings-fields.ts';

export function settingsPages(app: Hono, door: Door): void {
  const ports = door.ports.admin;

  app.get('/admin/settings', adminPage(door, 'set', open));
  app.post('/admin/settings', adminForm(door, 'set', save));

  const show = (c: Context, props: SettingsProps, status: 200 | 409 | 422 = 200) =>
    c.html(html(<SettingsPage {...props} />), status);

  async function open(c: Context, desk: Desk): Promise<Response> {
    const { settings } = desk.account;
    const saved = c.req.query('saved') !== undefined;
    return show(c, { desk, settings, filled: filledSettings(settings), faults: {}, saved, meanwhile: [] });
  }

  async function save(c: Context, { desk, form }: Sent): Promise<Response> {
    const seen = seenIn(form.value('seen'));
    if (!seen) return c.html(html(<Notice reader={desk.reader} firm={desk.account.title} name="no-form" />), 400);
    const read = settingsIn(form, desk.reader.say);
    const mine = touched(seen, read);
    const { filled, faults } = read;
    const asked = { desk, filled, faults, saved: false };
    if (Object.keys(faults).length > 0) return show(c, { ...asked, settings: seen, meanwhile: [] }, 422);
    const done = await ports.changeSettings(actorAt(desk), changeTo(mine, read.values), seen);
    if (done.ok) return c.redirect('/admin/settings?saved', 303);
    if (done.refusal !== 'wrong-state') return refusedPage(c, door, desk, done.refusal);
    const settings = await ports.settings(desk.account);
    // What they did not touch follows the others; what they typed stays.
    const kept = Object.fromEntries(mine.map(({ name }) => [name, filled[name] ?? []]));
    const meanwhile = differing(seen, settings).map((field) => ({ field, was: seen }));
    return show(c, { ...asked, settings, filled: { ...filledSettings(settings), ...kept }, meanwhile }, 409);
  }
}

/** The settings that the form was filled from; null when it is not our form. */
function seenIn(text: string): Settings | null {
  try {
    const read = settingsSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
