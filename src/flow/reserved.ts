/** Local parts that mean something else (decisions "Accounts"): nobody's login and no virtual address. */
import type { Gateway } from './gateway.ts';

const RESERVED: ReadonlySet<string> = new Set([
  'reply',
  'bounce',
  'task',
  'project',
  'postmaster',
  'abuse',
  'mailer-daemon',
]);

/** The prefixes of this installation count too, whatever they were set to. */
export const isReserved = ({ replyPrefix, bouncePrefix }: Gateway['names'], local: string): boolean =>
  RESERVED.has(local) || local === replyPrefix || local === bouncePrefix || /^(task|project)\./.test(local);
