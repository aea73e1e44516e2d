/**
 * The pages' ports, made of the hallway: each one is a call or two into flow/.
 */
import { maskAddress } from '../base/address.ts';
import { Trouble } from '../base/trouble.ts';
import { activate, activationOf } from '../flow/activation.ts';
import { takeFile, threadOf, writeComment } from '../flow/comment.ts';
import { accountByHost, linkDoor, login, logout, mailFreshLink, renewLink, sessionBy } from '../flow/enter.ts';
import { forgotPassword } from '../flow/forgot.ts';
import type { Gateway } from '../flow/gateway.ts';
import { giveWord, questionOf } from '../flow/question.ts';
import { listTasks, readFile, readTask } from '../flow/read.ts';
import { confirmBrowser, sendCode, trustOf } from '../flow/trust.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { maskedLetter } from '../notify/fill.ts';
import { preselected } from '../notify/preselect.ts';
import type { Account } from '../people/account.ts';
import { fullName, type Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { letterOf, lettersOfComments, pageOfLetters, type LetterLine as StoredLetter } from '../store/outbox.ts';
import { pageOfEmployees } from '../store/people-lists.ts';
import { taskNumbers } from '../store/tasks.ts';
import { type PersonCard, type PersonView, type TaskView, type Viewer, viewerPerson } from '../tasks/visibility.ts';
import { clientMailPorts } from './client-mail-of.ts';
import { deliveriesByComment, stateOf, withDeliveries } from './deliveries-of.ts';
import { inboxPorts } from './inbox-of.ts';
import type { Setup } from './ports/admin.ts';
import { adminPorts } from './ports/admin-of.ts';
import { clientPorts } from './ports/client-of.ts';
import { contactPorts } from './ports/contacts-of.ts';
import { mePorts } from './ports/me-of.ts';
import { portalPorts } from './ports/portal-of.ts';
import { projectPorts } from './ports/projects-of.ts';
import { taskWorkPorts } from './ports/task-work-of.ts';
import type { LetterLine, LetterPage, Ports } from './ports.ts';

export function portsOf(gw: Gateway, limits: { uploadBytes: number; setup: Setup }): Ports {
  // Whoever came in came with their account; it is good for as long as they are.
  const known = new WeakMap<Person, Account>();
  const accountOf = async (viewer: Viewer): Promise<Account> => {
    const person = viewerPerson(viewer);
    const account = known.get(person) ?? (await loadAccount(gw.db.read, person.account));
    if (!account) throw new Error('A viewer without an account');
    return account;
  };
  const enterByLink = linkDoor(gw);
  return {
    accountByHost: (host) => accountByHost(gw, host),
    enterByLink: async (token) => {
      const entered = await enterByLink(token);
      if (entered.kind === 'ok') known.set(entered.contact, entered.account);
      return entered;
    },
    trustOf: (account, contact, secret) => trustOf(gw, account, contact, secret),
    sendCode: (account, contact) => sendCode(gw, account, contact),
    confirm: (account, contact, code, source) => confirmBrowser(gw, account, contact, code, source),
    freshLink: (token) => mailFreshLink(gw, token),
    renewLink: async ({ account, person }) => {
      if (person.kind === 'contact') await renewLink(gw, account, person);
    },
    listTasks: async (viewer, page) => listTasks(gw, await accountOf(viewer), viewer, page),
    readTask: async (viewer, number, before) => readTask(gw, await accountOf(viewer), viewer, number, before),
    willBeNotified: async (viewer, view) =>
      named(viewer, view, await threadOf(gw, { account: await accountOf(viewer) }, view)),
    recipients: async (viewer, view) => {
      const account = await accountOf(viewer);
      const employees = (await pageOfEmployees(gw.db.read, account.id, 0, 500)).filter(
        (e) => e.active && e.role !== 'robot' && e.id !== viewerPerson(viewer).id,
      );
      const contacts = new Map(
        (view.people ?? []).filter((p) => p.person.kind === 'contact').map((p) => [p.person.id, p.person]),
      );
      return {
        employees: employees.map((e) => ({ id: e.id, kind: 'employee' as const, name: fullName(e), isCompany: false })),
        contacts: [...contacts.values()],
        preselected: preselected(view),
      };
    },
    deliveries: async (viewer, view) => {
      const lines = await lettersOfComments(gw.db.read, viewerPerson(viewer).account, withDeliveries(view));
      return deliveriesByComment(gw.names, view, lines);
    },
    comment: (actor, view, draft) => writeComment(gw, actor, view, draft),
    upload: async (actor, file) => {
      try {
        return { ok: true, file: await takeFile(gw, actor, file, limits.uploadBytes) };
      } catch (error) {
        if (error instanceof Trouble && (error.code === 'too-large' || error.code === 'disk-full'))
          return { ok: false, reason: error.code };
        throw error;
      }
    },
    findFile: async (viewer, id) => readFile(gw, await accountOf(viewer), viewer, id),
    openFile: async (file) => gw.blobs.open(file.sha256),
    login: (account, name, password, source, agent) => login(gw, account, name, password, source, agent),
    session: async (cookie) => {
      const session = await sessionBy(gw, cookie);
      if (session) known.set(session.person, session.account);
      return session;
    },
    logout: (cookie) => logout(gw, cookie),
    activation: (token) => activationOf(gw, token),
    forgot: (account, name, source) => forgotPassword(gw, account, name, source),
    activate: (token, password) => activate(gw, token, password),
    question: (token) => questionOf(gw, token),
    giveWord: (token, mails, word) => giveWord(gw, token, mails, word),
    listLetters: async (account, page) => {
      const found = await pageOfLetters(gw.db.read, account.id, { ...page, limit: page.limit + 1 });
      const items = found.slice(0, page.limit);
      const numbers = await taskNumbers(
        gw.db.read,
        account.id,
        items.flatMap((l) => l.task ?? []),
      );
      return {
        items: items.map((l) => letterLine(l, numbers)),
        next: found.length > items.length ? items.at(-1)!.id : null,
      };
    },
    readLetter: (account, id) => letterPage(gw, account, id),
    client: clientPorts(gw, accountOf),
    contacts: contactPorts(gw),
    admin: adminPorts(gw, limits.setup),
    portal: portalPorts(gw),
    projects: projectPorts(gw),
    me: mePorts(gw),
    work: taskWorkPorts(gw),
    ...inboxPorts(gw),
    ...clientMailPorts(gw),
  };
}

/**
 * Employees may always be named (Q33). Clients are named to the team, and to people outside where the view shows them anyway;
 * the others are counted only (D12).
 */
function named(viewer: Viewer, view: TaskView, people: readonly PersonCard[]): PersonView[] {
  const shown = new Set(view.comments.flatMap((c) => [c.author, ...c.notified]).map((p) => p.id));
  return people.map(({ id, kind, name, isCompany }) => ({
    id,
    kind,
    name: viewer.by === 'staff' || kind === 'employee' || shown.has(id) ? name : '',
    isCompany,
  }));
}

const letterLine = (line: StoredLetter, numbers: ReadonlyMap<string, number>): LetterLine => ({
  id: line.id,
  kind: line.kind,
  state: stateOf(line),
  at: line.createdAt,
  to: line.recipients.map((r) => (r.name ? `${r.name} <${maskAddress(r.address)}>` : maskAddress(r.address))),
  subject: line.subject,
  taskNumber: numbers.get(line.task ?? '') ?? null,
  reason: line.reason,
});

async function letterPage(gw: Gateway, account: Account, id: string): Promise<LetterPage | null> {
  const found = await letterOf(gw.db.read, account.id, id);
  if (!found) return null;
  const { line } = found;
  const letter = maskedLetter(found.letter);
  const numbers = await taskNumbers(gw.db.read, account.id, line.task ? [line.task] : []);
  return {
    ...letterLine(line, numbers),
    headers: [
      [
        'From',
        letter.from.local === null
          ? `${letter.from.name} <${gw.names.replyPrefix}+•••@${gw.names.mailDomain}>`
          : `${letter.from.name} <${letter.from.local}@${letter.from.domain}>`,
      ],
      ['To', letterLine(line, numbers).to.join(', ')],
      ['Subject', letter.subject],
      ['Reply-To', `${gw.names.replyPrefix}+•••@${gw.names.mailDomain}`],
    ],
    text: letter.text,
    html: letter.html,
    attempts: line.attempts,
    nextTryAt: line.dueAt,
    sentAt: line.sentAt,
    diagnostic: line.diagnostic && removeSecrets(line.diagnostic, gw.names),
    files: letter.attachments.map(({ name, size }) => ({ name, size })),
  };
}
