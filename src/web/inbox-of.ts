/** What the pages of incoming mail ask, made of the hallway and the ledger. */
import type { CommentId, PersonId, TaskId } from '../base/id.ts';
import type { Gateway } from '../flow/gateway.ts';
import { lookAtMail } from '../flow/look-at-mail.ts';
import { decideHeld, ownsUnread, processAgain } from '../flow/manage-mail.ts';
import { previewOf, rawForEyes } from '../flow/manage-raw.ts';
import { shownRecipient } from '../flow/sealed.ts';
import { removeSecrets } from '../mail/secrets.ts';
import type { Account } from '../people/account.ts';
import { fullName } from '../people/person.ts';
import { type LedgerLine, type LedgerSearch, ledgerLine, searchLedger } from '../store/ledger.ts';
import { ledgerSumsOf } from '../store/ledger-counts.ts';
import { loadPeople } from '../store/people.ts';
import { commentNumber, taskNumbers } from '../store/tasks.ts';
import type { InboxLine, InboxPage, InboxPorts, InboxQuery } from './inbox-ports.ts';
import { readTrace } from './trace-shape.ts';

export function inboxPorts(gw: Gateway): InboxPorts {
  return {
    listInbox: async (account, query) => {
      const { after, limit, state, since, until } = query;
      const page = { after, limit, state, since, until, unread: await ownsUnread(gw) };
      const { lines, next } = await searchLedger(gw.db.read, account.id, { ...page, ...searched(query) });
      const numbers = await numbersOf(gw, account, lines);
      return { items: lines.map((line) => inboxLine(line, numbers)), next };
    },
    countInbox: async (account, period) => {
      const { received: due, ...final } = await ledgerSumsOf(gw.db.read, account.id, await ownsUnread(gw), period);
      return { ...final, due, received: Object.values(final).reduce((sum, n) => sum + n, due) };
    },
    readInbox: (account, id) => inboxPage(gw, account, id),
    previewInbox: (actor, id) => previewOf(gw, actor, id),
    lookInbox: (actor, id) => lookAtMail(gw, actor, id),
    rawInbox: async (actor, id) => {
      const raw = await rawForEyes(gw, actor, id);
      return raw.ok ? raw.value : null;
    },
    decideInbox: async (actor, id, decision) =>
      (decision === 'again' ? await processAgain(gw, actor, id) : await decideHeld(gw, actor, id, decision)).ok,
  };
}

/** A whole address and a Message-ID are found by an index; anything else is a part of a name or of a subject. */
function searched({ outcome, sender = '', search = '' }: InboxQuery): Partial<LedgerSearch> {
  const address = /^[^\s@]+@[^\s@]+$/.test(sender);
  const messageId = /^<?[^\s<>@]+@[^\s<>@]+>?$/.exec(search);
  return {
    outcome,
    ...(address ? { from: sender.toLowerCase() } : { sender }),
    ...(messageId
      ? { messageId: search.replace(/[<>]/g, ''), since: undefined, until: undefined }
      : { subject: search }),
  };
}

const numbersOf = (gw: Gateway, account: Account, lines: readonly LedgerLine[]) =>
  taskNumbers(
    gw.db.read,
    account.id,
    lines.flatMap((line) => (line.task ? [line.task as TaskId] : [])),
  );

const inboxLine = (line: LedgerLine, numbers: ReadonlyMap<string, number>): InboxLine => ({
  id: line.id,
  at: line.receivedAt,
  from: line.from
    ? [line.from.name, line.from.address && `<${line.from.address}>`].filter(Boolean).join(' ')
    : line.envelopeFrom,
  subject: line.subject ?? '',
  state: line.state,
  outcome: line.outcome,
  reason: line.reason ?? '',
  taskNumber: numbers.get(line.task ?? '') ?? null,
  size: line.size,
});

async function inboxPage(gw: Gateway, account: Account, id: string): Promise<InboxPage | null> {
  const line = await ledgerLine(gw.db.read, account.id, id, await ownsUnread(gw));
  if (!line) return null;
  const clean = (text: string): string => removeSecrets(text, gw.names);
  return {
    ...inboxLine(line, await numbersOf(gw, account, [line])),
    envelopeFrom: clean(line.envelopeFrom),
    // A reply address is its recipient's secret: not even staff see it.
    envelopeTo: line.envelopeTo.map((to) => clean(shownRecipient(to))),
    messageId: line.messageId,
    protocol: line.protocol,
    commentNumber: line.comment ? await commentNumber(gw.db.read, account.id, line.comment as CommentId) : null,
    duplicateOf: line.duplicateOf,
    decidedBy: await nameOf(gw, account, line.decidedBy),
    trace: readTrace(line.trace),
  };
}

async function nameOf(gw: Gateway, account: Account, id: string | null): Promise<string | null> {
  const person = id && (await loadPeople(gw.db.read, account.id, [id as PersonId])).get(id as PersonId);
  return person ? fullName(person) : null;
}
