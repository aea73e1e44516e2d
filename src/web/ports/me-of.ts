/** The ports of the page about oneself, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import { changePassword, changeSelf, endSession, endSessions, listSessions } from '../../flow/me.ts';
import type { MePorts } from './me.ts';

export const mePorts = (gw: Gateway): MePorts => ({
  change: (actor, fields) => changeSelf(gw, actor, fields),
  changePassword: (actor, session, asked) => changePassword(gw, actor, session, asked),
  sessions: (person, session) => listSessions(gw, person, session),
  endSession: (person, id) => endSession(gw, person, id),
  endSessions: (person) => endSessions(gw, person),
});
