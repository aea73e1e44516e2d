/**
 * The pages' ports, made of the hallway: each one is a call or two into flow/.
 */
import { Trouble } from '../base/trouble.ts';
import { activate, activationOf } from '../flow/activation.ts';
import { takeFile, threadOf, writeComment } from '../flow/comment.ts';
import { accountByHost, linkDoor, mailFreshLink } from '../flow/enter.ts';
import { forgotPassword } from '../flow/forgot.ts';
import type { Gateway } from '../flow/gateway.ts';
import { login } from '../flow/login.ts';
import { mutingOf, setMuted } from '../flow/mute.ts';
import { noteOpened } from '../flow/opened.ts';
import { choosePace } from '../flow/pace.ts';
import { giveWord, questionOf } from '../flow/question.ts';
import { listTasks, readFile, readTask } from '../flow/read.ts';
import { recipientsOf } from '../flow/recipients.ts';
import { logout, sessionBy } from '../flow/session.ts';
import { confirmBrowser, sendCode, trustOf } from '../flow/trust.ts';
import type { Account } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import { loadAccount } from '../store/accounts.ts';
import { lettersOfComments } from '../store/letter-lines.ts';
import { type PersonCard, type PersonView, type TaskView, type Viewer, viewerPerson } from '../tasks/visibility.ts';
import { clientMailPorts } from './client-mail-of.ts';
import { deliveriesByComment, withDeliveries } from './deliveries-of.ts';
import { inboxPorts } from './inbox-of.ts';
import { letterPorts } from './letters-of.ts';
import type { AccountOf } from './ports/account-of.ts';
import type { Setup } from './ports/admin.ts';
import { adminPorts } from './ports/admin-of.ts';
import { clientPorts } from './ports/client-of.ts';
import { contactPorts } from './ports/contacts-of.ts';
import { mePorts } from './ports/me-of.ts';
import { plannedPorts } from './ports/planned-of.ts';
import { portalPorts } from './ports/portal-of.ts';
import { projectPorts } from './ports/projects-of.ts';
import { senderPorts } from './ports/senders-of.ts';
import { taskWorkPorts } from './ports/task-work-of.ts';
import { templatePorts } from './ports/templates-of.ts';
import type { Ports } from './ports.ts';

const NOT_TAKEN = ['too-large', 'disk-full', 'infected', 'scanner-away'] as const;

export function portsOf(gw: Gateway, limits: { uploadBytes: number; setup: Setup }): Ports {
  // Whoever came in came with their account; it is good for as long as they are.
  const known = new WeakMap<Person, Account>();
  const accountOf: AccountOf = async (viewer) => {
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
    freshLink: (token, task) => mailFreshLink(gw, token, task),
    listTasks: async (viewer, page) => listTasks(gw, await accountOf(viewer), viewer, page),
    readTask: async (viewer, number, before) => readTask(gw, await accountOf(viewer), viewer, number, before),
    willBeNotified: async (viewer, view) =>
      named(viewer, view, await threadOf(gw, { account: await accountOf(viewer) }, view)),
    recipients: async (viewer, view) => recipientsOf(gw, await accountOf(viewer), view),
    deliveries: async (viewer, view) => {
      const lines = await lettersOfComments(gw.db.read, viewerPerson(viewer).account, withDeliveries(view));
      return deliveriesByComment(gw.names, view, lines);
    },
    comment: (actor, view, draft) => writeComment(gw, actor, view, draft),
    upload: async (actor, file) => {
      try {
        return { ok: true, file: await takeFile(gw, actor, file, limits.uploadBytes) };
      } catch (error) {
        const reason = error instanceof Trouble && NOT_TAKEN.find((code) => code === error.code);
        if (reason) return { ok: false, reason };
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
    activate: (token, password, agent) => activate(gw, token, password, agent),
    question: (token) => questionOf(gw, token),
    noteOpened: (token, source) => noteOpened(gw, token, source),
    muting: (token) => mutingOf(gw, token),
    setMuted: (token, muted) => setMuted(gw, token, muted),
    choosePace: (contact, choice) => choosePace(gw, contact, choice),
    giveWord: (token, mails, word) => giveWord(gw, token, mails, word),
    ...letterPorts(gw),
    client: clientPorts(gw, accountOf),
    contacts: contactPorts(gw, accountOf),
    admin: adminPorts(gw, limits.setup),
    templates: templatePorts(gw),
    portal: portalPorts(gw, accountOf),
    projects: projectPorts(gw, accountOf),
    me: mePorts(gw),
    senders: senderPorts(gw),
    work: taskWorkPorts(gw, accountOf),
    planned: plannedPorts(gw),
    ...inboxPorts(gw),
    ...clientMailPorts(gw, accountOf),
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
