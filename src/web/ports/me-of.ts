/** The ports of the page about oneself, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { changePassword, changeSelf, endSession, endSessions, listSessions } from '../../flow/me.ts';
import { listNotifications } from '../../flow/notifications.ts';
import type { MePorts } from './me.ts';

export const mePorts = (gw: Gateway): MePorts => ({
  change: (actor, fields) => changeSelf(gw, actor, fields),
  changePassword: (actor, session, asked) => changePassword(gw, actor, session, asked),
  notifications: async (actor, viewer, { after, limit }) => {
    const found = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(after ?? '');
    const from = found ? { at: Number(found[1]), letter: found[2] as never } : null;
    const { items, next } = await listNotifications(gw, actor, viewer, { after: from, limit });
    return { items, next: next && `${next.at}.${next.letter}` };
  },
  sessions: (person, session) => listSessions(gw, person, session),
  endSession: (person, id) => endSession(gw, person, id),
  endSessions: (person) => endSessions(gw, person),
});
