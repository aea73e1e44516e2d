/** Mails as if they had been read: one behind each comment and task that a mail made, one that is held, one that was ignored. */
import { createHash } from 'node:crypto';
import type { InboxId, LetterId, PersonId } from '../../src/base/id.ts';
import { askWhetherTheirs } from '../../src/flow/question.ts';
import { sealMail } from '../../src/flow/sealed.ts';
import { claimMails, type Finish, finishMail, keepMail } from '../../src/store/inbox.ts';
import { loadWorld, NO_COMMENTS } from '../../src/store/tasks.ts';
import type { MailOrigin } from '../../src/tasks/task.ts';
import type { Home } from './oracle.ts';
import type { Site } from './things.ts';

const ADMIN: Home = { at: 'admin' };

/** What a view has of the mail that made this comment, or (null) this task; the log has its line. */
export async function mailBehind(
  site: Site,
  task: string,
  comment: string | null,
  from: string,
  ref: string,
): Promise<MailOrigin> {
  const { mark } = site;
  const home = { at: 'raw', task, comment } as const;
  const address = site.people.get(from)!.email!;
  const subject = mark(home, ADMIN);
  site.subjects.set(ref, subject);
  const raw = `Subject: ${subject}\r\nX-Mark: ${mark(home, ADMIN)}\r\n\r\n<p>words</p>\r\n`;
  const finish = { state: 'delivered', outcome: 'comment', reason: mark(ADMIN), subject } as const;
  const inbox = await keep(site, ref, raw, { ...finish, fromAddress: address, fromName: from });
  const removed = [{ kind: 'quote', text: mark({ at: 'removed', task, comment }) }] as const;
  return { inbox, subject, from: address, method: 'headers', confidence: 0.9, removed, notes: [] };
}

/** In Anna's name, and her domain disowns it. Answers the letter that asks her. */
export async function heldMail(site: Site): Promise<LetterId> {
  const { gw, account, mark } = site;
  const anna = site.people.get('anna')!;
  const task = site.tasks.get('desk')!;
  const home = { at: 'asked', who: 'anna' } as const;
  const subject = mark(home);
  const held = { state: 'held', outcome: 'sender-failed-authentication', reason: '', subject, task } as const;
  const raw = `Subject: ${subject}\r\n\r\n<p>${mark(home)}</p>\r\n`;
  const finish = { ...held, fromAddress: anna.email!, fromName: 'anna' };
  const inbox = await keep(site, 'held', raw, finish, anna.id);
  await gw.db.write(async (tx) => {
    const world = (await loadWorld(tx, account.id, task, NO_COMMENTS, 'ALL_NOT_HIDDEN'))!;
    await askWhetherTheirs(gw, tx, { account, person: anna, world, inbox, receivedAt: gw.clock() });
  });
  return (await gw.db.read('letters').where({ account_id: account.id, kind: 'question' }).first('id')).id;
}

export async function ignoredMail(site: Site): Promise<void> {
  const [subject = '', body, name = '', reason = ''] = [0, 1, 2, 3].map(() => site.mark(ADMIN));
  const raw = `Subject: ${subject}\r\n\r\n<p>${body}</p>\r\n`;
  const from = { fromAddress: 'x@client.example', fromName: name };
  await keep(site, 'ignored', raw, { state: 'ignored', outcome: 'spammer', reason, subject, ...from });
}

async function keep(
  site: Site,
  ref: string,
  rest: string,
  finish: Omit<Finish, 'account'>,
  asks: PersonId | null = null,
): Promise<InboxId> {
  const { gw, account } = site;
  const raw = Buffer.from(
    `From: <x@client.example>\r\nTo: <x@mail.acme.example>\r\nContent-Type: text/html\r\n${rest}`,
  );
  const arrived = {
    from: '',
    to: ['x@mail.acme.example'],
    raw,
    size: raw.length,
    sha256: createHash('sha256').update(raw).digest('hex'),
    ip: '',
    helo: '',
    tls: false,
    protocol: 'smtp',
    authservId: null,
    receivedAt: gw.clock(),
  } as const;
  const id = await gw.db.write(async (tx) => {
    const kept = await keepMail(tx, sealMail(gw, arrived));
    if (asks) await tx('inbox').where({ id: kept }).update({ asked_id: asks });
    const claimed = await claimMails(tx, gw.clock(), 10);
    const mail = claimed.find((one) => one.id === kept)!;
    await finishMail(tx, mail, { ...finish, account: account.id }, gw.clock());
    return kept;
  });
  site.put('mail', ref, id);
  return id;
}
