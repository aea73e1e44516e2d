/** The ports of the page about oneself, made of the hallway. */
import { readCursor, writeCursor } from '../../base/cursor.ts';
import type { LetterId } from '../../base/id.ts';
import type { Gateway } from '../../flow/gateway.ts';
import { changePassword, changeSelf, endSession, endSessions, listSessions } from '../../flow/me.ts';
import { listNotifications } from '../../flow/notifications.ts';
import type { MePorts } from './me.ts';

export const mePorts = (gw: Gateway): MePorts => ({
  change: (actor, fields) => changeSelf(gw, actor, fields),
  changePassword: (actor, session, asked) => changePassword(gw, actor, session, asked),
  notifications: async (actor, viewer, { after, limit }) => {
    const from = readCursor<LetterId>(after);
    const { items, next } = await listNotifications(gw, actor, viewer, {
      after: from && { at: from.at, letter: from.id },
      limit,
    });
    return { items, next: next && writeCursor({ at: next.at, id: next.letter }) };
  },
  sessions: (person, session) => listSessions(gw, person, session),
  endSession: (person, id) => endSession(gw, person, id),
  endSessions: (person) => endSessions(gw, person),
});
