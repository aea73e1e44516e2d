/** Every kind of viewer, and how each of them asks. */
import { newId } from '../../src/base/id.ts';
import { personToken } from '../../src/base/token.ts';
import { dashboardPath } from '../../src/flow/enter.ts';
import type { Contact } from '../../src/people/person.ts';
import type { Eye } from './oracle.ts';
import type { Stage } from './stage.ts';
import type { Tenancy } from './things.ts';

export interface Viewer {
  /** «ivan, assignee». */
  readonly name: string;
  /** How they come in: by a page's session, a program's key, or the link in a letter. */
  readonly face: 'page' | 'api' | 'link';
  readonly eye: Eye;
  readonly headers: Readonly<Record<string, string>>;
  /** What the forms of this session carry. */
  readonly csrf: string;
  /** Of the dashboard. */
  readonly token: string;
  /** Nobody, or nobody any more. */
  readonly shutOut: boolean;
}

/** Of all, by what they are to the task `desk` and to the rest: plan.ts says it in full. */
const AT_PAGES = {
  ann: 'owner, assigner',
  olga: 'administrator',
  tom: 'technical administrator, though an auditor',
  ivan: 'assignee',
  pavel: 'participant, client manager',
  vera: 'auditor',
  yuri: 'auditor of a project',
  maria: 'leads an assignee',
  kurt: 'leads a participant',
  igor: 'leads an auditor',
  nina: 'outside the task',
  gleb: 'may manage access',
  lena: 'responsible for a client',
  dora: 'external user, participant',
  eva: 'external user, auditor',
  felix: 'external user, auditor of a project',
  gina: 'external user with the company option',
} as const;
const SHUT_OUT = {
  zoya: 'let go',
  hugo: 'invited, not in yet',
  iris: 'access revoked',
  anna: 'never had a login',
} as const;
const AT_API = ['ann', 'olga', 'tom', 'ivan', 'pavel', 'vera', 'kurt', 'nina', 'gleb', 'lena'] as const;
const AT_LINK = {
  anna: 'assignee who has the description',
  boris: 'company option',
  clara: 'participant of another task',
  dora: 'with a login, behind the link',
  felix: 'audits a project, behind the link',
  gina: 'company option and assigner, behind the link',
  zed: 'in nothing',
} as const;

export async function everyViewer(stage: Stage): Promise<Viewer[]> {
  const { a, b } = stage;
  const viewers: Viewer[] = [outsider('page', {}), outsider('api', {})];
  for (const [who, what] of Object.entries(AT_PAGES)) viewers.push(await atPage(stage, a, who, what));
  for (const who of ['olga', 'dora']) viewers.push(await atPage(stage, b, who, 'of another account'));
  for (const [who, what] of Object.entries(SHUT_OUT))
    viewers.push({ ...outsider('page', cookie(a, who)), name: `${who}, ${what}` });
  viewers.push(byKey(a, 'robot', null), byKey(b, 'robot', null));
  // A key's first use is noted, the next ones of these minutes are not.
  for (const { keySecret } of [a, b])
    await stage.ask('/api/v1/tasks', { headers: { authorization: `Bearer ${keySecret}` } });
  for (const who of AT_API) viewers.push(byKey(a, who, (await a.person(who)).id));
  // A session opens no API; a key of one account acts as nobody of another, nor as who has left.
  viewers.push({ ...outsider('api', cookie(a, 'olga')), name: 'olga with her session alone' });
  for (const [who, id] of [
    ['an employee of another account', (await b.person('ivan')).id],
    ['who has left', (await a.person('zoya')).id],
    ['a contact', (await a.person('dora')).id],
  ] as const)
    viewers.push({ ...byKey(a, 'robot', id), name: `a key acting as ${who}`, shutOut: true });
  for (const [who, what] of Object.entries(AT_LINK)) viewers.push(await behindLink(stage, a, who, what));
  viewers.push(await behindLink(stage, b, 'anna', 'of another account'));
  return viewers;
}

const plainEye = { tenant: 'a', by: 'nobody', who: '', onlyNotified: false } as const;

const outsider = (face: Viewer['face'], headers: Viewer['headers']): Viewer => ({
  name: 'nobody',
  face,
  eye: plainEye,
  headers,
  csrf: '',
  token: '',
  shutOut: true,
});

const cookie = (of: Tenancy, who: string) => ({ cookie: `__Host-postern=${of.sessions.get(who)}` });

async function atPage(stage: Stage, of: Tenancy, who: string, what: string): Promise<Viewer> {
  const headers = cookie(of, who);
  const csrf = /name="csrf" value="([^"]+)"/.exec((await stage.ask('/me', { headers })).text)![1]!;
  const { kind } = await of.person(who);
  const eye = { ...plainEye, tenant: of.tenant, who, by: kind === 'employee' ? 'staff' : 'login' } as const;
  return { ...outsider('page', headers), name: `${who}, ${what}`, eye, csrf, shutOut: false };
}

function byKey(of: Tenancy, who: string, as: string | null): Viewer {
  const headers = { authorization: `Bearer ${of.keySecret}`, ...(as ? { 'postern-acting-as': as } : {}) };
  const eye = { ...plainEye, tenant: of.tenant, who, by: 'staff' } as const;
  return {
    ...outsider('api', headers),
    name: as ? `a key acting as ${who}` : `the key of ${of.account.name}`,
    eye,
    shutOut: false,
  };
}

async function behindLink(stage: Stage, of: Tenancy, who: string, what: string): Promise<Viewer> {
  const token = tokenIn(dashboardPath(stage.at.gw, (await of.person(who)) as Contact));
  const eye = { ...plainEye, tenant: of.tenant, who, by: 'link' } as const;
  return { ...outsider('link', {}), name: `${who}, ${what}`, eye, token, shutOut: false };
}

/** Links that open nothing any more: one from before it was renewed, and one that was revoked. */
export async function endedLinks({ a, at }: Stage): Promise<string[]> {
  const [anna, kira] = [await a.person('anna'), (await a.person('kira')) as Contact];
  return [personToken(at.gw.keyring, 'dashboard', anna.id, 0), tokenIn(dashboardPath(at.gw, kira))];
}

/** What is no token of this door: of other doors, of other keys, of nobody, and what is none at all. */
export async function strangeTokens(
  { a, at }: Stage,
  own: 'dashboard' | 'question' | 'activation' | 'mute' | 'sender' | 'open',
): Promise<string[]> {
  const anna = (await a.person('anna')) as Contact;
  const link = tokenIn(dashboardPath(at.gw, anna));
  const forged = `${link.slice(0, 40)}${link[40] === 'a' ? 'b' : 'a'}${link.slice(41)}`;
  const nobody = personToken(at.gw.keyring, 'dashboard', newId(), 1);
  const byDoor = {
    dashboard: link,
    question: a.question,
    activation: a.invitation,
    mute: a.mute,
    sender: a.sender,
    open: a.open,
  };
  const others = Object.entries(byDoor).flatMap(([door, token]) => (door === own ? [] : [token]));
  return [forged, nobody, ...others, a.sessions.get('olga')!, a.keySecret, 'x', '%00', '..%2F..'];
}

const tokenIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
