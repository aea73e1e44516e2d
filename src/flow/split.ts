/**
 * One mail to several tasks, or to several accounts, becomes as many lines of the inbox: each is decided by itself, and each has
 * its own last word in the ledger. Told by the envelope alone, before the mail is read.
 */

import { parseAddress } from '../base/address.ts';
import { type AccountId, newId, type TaskId } from '../base/id.ts';
import type { Sql } from '../store/database.ts';
import { divideMail, type InboxMail } from '../store/inbox.ts';
import { letterById } from '../store/letter-lines.ts';
import { taskIdByNumber } from '../store/tasks.ts';
import { accountOf, letterOfAddress, taskNumberIn } from './addressed.ts';
import type { Gateway } from './gateway.ts';
import { hideTokens } from './sealed.ts';

/** The mail with the recipients that belong together; the others wait in the inbox as mails of their own. */
export async function splitMail(gw: Gateway, mail: InboxMail): Promise<InboxMail> {
  if (mail.to.length < 2) return mail;
  const [first, ...others] = await partsOf(gw, gw.db.read, mail);
  if (!first || others.length === 0) return mail;
  const parts = others.map((to) => ({ id: newId<'inbox'>(gw.clock()), to: hideTokens(gw, to) }));
  await gw.db.write((tx) => divideMail(tx, mail, hideTokens(gw, first), parts, gw.clock()));
  gw.wake.inbox();
  return { ...mail, to: first };
}

interface Target {
  readonly rcpt: string;
  readonly account: AccountId | null;
  readonly task: TaskId | null;
}

/** Recipients by the task they name; those that name none go with the first task of their account: one matter, seen by all. */
async function partsOf(gw: Gateway, db: Sql, mail: InboxMail): Promise<string[][]> {
  const targets: Target[] = [];
  for (const rcpt of mail.to) targets.push(await targetOf(gw, db, rcpt));
  const keyOf = (target: Target): string => {
    if (target.task) return target.task;
    const beside = targets.find((one) => one.task && one.account === target.account);
    return beside?.task ?? `account ${target.account}`;
  };
  const parts = new Map<string, string[]>();
  for (const target of targets) parts.set(keyOf(target), [...(parts.get(keyOf(target)) ?? []), target.rcpt]);
  return [...parts.values()];
}

async function targetOf(gw: Gateway, db: Sql, rcpt: string): Promise<Target> {
  const letter = letterOfAddress(gw, rcpt);
  const found = letter && (await letterById(db, letter))?.letter;
  if (found) return { rcpt, account: found.account, task: found.task };
  const account = (await accountOf(gw, db, { to: [rcpt] }))?.id ?? null;
  const address = parseAddress(rcpt);
  const number = address && taskNumberIn(address);
  const task = account && number ? await taskIdByNumber(db, account, number) : null;
  return { rcpt, account, task };
}
