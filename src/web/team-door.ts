/** Pages and forms of the team: outside they do not exist, and who has no data is told so before a form is filled in. */
import type { Context } from 'hono';
import { maySeePeople } from '../flow/manage.ts';
import type { Viewer } from '../tasks/visibility.ts';
import { type Door, nothingHere } from './door.ts';
import type { Desk } from './pages/staff.tsx';
import { actorAt, posted, refusedPage, type Sent } from './posted.tsx';
import { type AtDesk, signedIn } from './staff.tsx';

/** For the team; to others what stands behind does not exist. */
export const forTeam = (door: Door, handle: AtDesk) =>
  signedIn(door, async (c, desk, viewer) => (viewer.by === 'staff' ? handle(c, desk, viewer) : nothingHere(c, door)));

export const teamPage = (door: Door, handle: AtDesk) =>
  signedIn(door, async (c, desk, viewer) => (await shutOut(c, door, desk, viewer)) ?? handle(c, desk, viewer));

export const teamForm = (door: Door, handle: (c: Context, sent: Sent) => Promise<Response>) =>
  posted(door, async (c, sent) => (await shutOut(c, door, sent.desk, sent.viewer)) ?? handle(c, sent));

async function shutOut(c: Context, door: Door, desk: Desk, viewer: Viewer): Promise<Response | null> {
  if (viewer.by !== 'staff') return nothingHere(c, door);
  return maySeePeople(actorAt(desk)) ? null : refusedPage(c, door, desk, 'no-data-access');
}
