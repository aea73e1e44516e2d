/** The ports of the pages of addresses to send from, made of the hallway. */
import type { Gateway } from '../../flow/gateway.ts';
import {
  addSender,
  askAgain,
  changeSender,
  checkAgain,
  dropSender,
  listSenders,
  readSender,
  recordOf,
} from '../../flow/manage-senders.ts';
import { answerSender, askedSender } from '../../flow/sender-check.ts';
import { cut } from './cut.ts';
import type { SenderPorts } from './senders.ts';

const MINE = 50;

export const senderPorts = (gw: Gateway): SenderPorts => ({
  list: async (actor, { after, limit }) =>
    cut(await listSenders(gw, actor, { after: after ?? '', limit: limit + 1 }), limit, (last) => last.id),
  mine: (actor) => listSenders(gw, actor, { after: '', limit: MINE, mine: true }),
  read: (actor, id) => readSender(gw, actor, id),
  record: (sender) => recordOf(gw, sender),
  add: (actor, sender) => addSender(gw, actor, sender),
  change: (actor, id, fields) => changeSender(gw, actor, id, fields),
  remove: (actor, id) => dropSender(gw, actor, id),
  ask: (actor, id) => askAgain(gw, actor, id),
  check: (actor, id) => checkAgain(gw, actor, id),
  asked: (token) => askedSender(gw, token),
  answer: (token, word) => answerSender(gw, token, word),
});
