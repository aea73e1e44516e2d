/** What the pages of letters ask, made of the outbox. Every token is masked before a page has it. */
import type { Gateway, Names } from '../flow/gateway.ts';
import { sendLetterAgain } from '../flow/manage-mail.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { SLOT_PATTERN } from '../notify/letter.ts';
import { mailboxText, maskedHeaders, maskedLetter, maskedSource } from '../notify/masked.ts';
import type { Account } from '../people/account.ts';
import { letterOf, type LetterLine as StoredLetter } from '../store/letter-lines.ts';
import { searchLetters } from '../store/letter-search.ts';
import { isHeld } from '../store/outbox.ts';
import { taskNumbers } from '../store/tasks.ts';
import { stateOf } from './deliveries-of.ts';
import type { LetterLine, LetterPage, LetterQuery, Ports } from './ports.ts';

export function letterPorts(gw: Gateway): Pick<Ports, 'listLetters' | 'readLetter' | 'sendLetterAgain'> {
  return {
    listLetters: async (account, query) => {
      const { lines, next } = await searchLetters(gw.db.read, account.id, { ...query, ...searched(query) });
      const tasks = lines.flatMap((line) => line.task ?? []);
      const numbers = await taskNumbers(gw.db.read, account.id, tasks);
      return { items: lines.map((line) => letterLine(line, numbers, gw.names)), next };
    },
    readLetter: (account, id) => letterPage(gw, account, id),
    sendLetterAgain: (actor, id) => sendLetterAgain(gw, actor, id),
  };
}

/** What people ask for, as the outbox is asked: «deferred» is a queued letter that was tried. */
export function searched({ state, to = '', search }: Pick<LetterQuery, 'state' | 'to' | 'search'>) {
  const who = /^[^\s@]+@[^\s@]+$/.test(to) ? { address: to.toLowerCase() } : { recipient: to };
  const waits = state === 'deferred' || state === 'queued';
  return {
    ...who,
    subject: search,
    state: state === 'deferred' ? ('queued' as const) : state,
    deferred: waits ? state === 'deferred' : undefined,
  };
}

const letterLine = (line: StoredLetter, numbers: ReadonlyMap<string, number>, names: Names): LetterLine => ({
  id: line.id,
  kind: line.kind,
  state: stateOf(line),
  at: line.createdAt,
  to: line.recipients.map(mailboxText),
  subject: line.subject.replace(SLOT_PATTERN, '•••'),
  taskNumber: numbers.get(line.task ?? '') ?? null,
  reason: line.reason,
  diagnostic: line.diagnostic && removeSecrets(line.diagnostic, names),
});

async function letterPage(gw: Gateway, account: Account, id: string): Promise<LetterPage | null> {
  const found = await letterOf(gw.db.read, account.id, id);
  if (!found) return null;
  const { line } = found;
  const letter = maskedLetter(found.letter);
  const numbers = await taskNumbers(gw.db.read, account.id, line.task ? [line.task] : []);
  return {
    ...letterLine(line, numbers, gw.names),
    headers: maskedHeaders(found.letter, gw.names),
    text: letter.text,
    html: letter.html,
    attempts: line.attempts,
    nextTryAt: line.dueAt,
    held: line.state === 'queued' && isHeld(line.reason),
    sentAt: line.sentAt,
    files: letter.attachments.map(({ name, size }) => ({ name, size })),
    raw: maskedSource(found.letter, gw.names),
    templateFault: letter.templateFault ?? null,
  };
}
