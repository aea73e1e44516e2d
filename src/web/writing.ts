/**
 * One comment on its way from a form into a task: files flow into the store while the form comes in, and whatever goes wrong,
 * what was written and what was already taken is given back.
 */

import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type CommentId, type FileId, type PersonId, parseId } from '../base/id.ts';
import { formatSize } from '../base/size.ts';
import { DAY, type Instant, SECOND } from '../base/time.ts';
import { Trouble } from '../base/trouble.ts';
import { instantOfWall } from '../base/zone.ts';
import type { Person } from '../people/person.ts';
import { REFUSALS } from '../tasks/refusal.ts';
import type { TaskView } from '../tasks/visibility.ts';
import { unseenIn } from './answering.ts';
import { numberIn } from './door.ts';
import { type Form, readForm } from './form.ts';
import type { Draft, KeptFile } from './pages/composer.tsx';
import type { Reader } from './pages/reader.ts';
import type { Actor, NewComment, Ports, UploadOutcome } from './ports.ts';
import { isSettled } from './quoted-word.ts';

export type Written =
  /** `number` null: it is planned. */
  | { readonly kind: 'done'; readonly number: number | null; readonly comment: CommentId }
  | { readonly kind: 'again'; readonly status: 403 | 404 | 409 | 413 | 422 | 503; readonly draft: Draft }
  /** The body was no form, or came without the session's own token. */
  | { readonly kind: 'no-form' }
  | { readonly kind: 'not-ours' };

export interface Upload {
  readonly name: string;
  /** Null: the store could not take it just now. */
  readonly outcome: UploadOutcome | null;
}

interface Writing {
  readonly ports: Ports;
  readonly reader: Reader;
  readonly actor: Actor;
  readonly task: TaskView;
  /** The session's token that must stand before everything else, or null where the link itself is the authority. */
  readonly csrf: string | null;
  /** Whom to tell: `thread`, or as picked in the form. */
  readonly telling: 'thread' | 'picked';
}

export async function write(c: Context, writing: Writing): Promise<Written> {
  const form = await uploads(c, writing);
  if (!form) return { kind: 'no-form' };
  if (writing.csrf !== null && form.value('csrf') !== writing.csrf) return { kind: 'not-ours' };
  const draft = draftOf(form, writing);
  if (draft.problems.length > 0) return { kind: 'again', status: statusOf(form), draft };
  rememberAsking(c, form, writing.actor.person);
  if (asksForNobody(c, form, writing, draft)) return { kind: 'again', status: 422, draft: { ...draft, nobody: true } };
  const unseen = writing.telling === 'picked' ? await unseenIn(writing.ports, writing.actor, writing.task, draft) : [];
  if (!isSettled(unseen, form.value('quoted-ok'))) return { kind: 'again', status: 422, draft: { ...draft, unseen } };
  return save(writing, draft, form);
}

/** A form whose files have flown into the store; null when the body is none. */
export function uploads(
  c: Context,
  { ports, reader, actor, csrf }: Pick<Writing, 'ports' | 'reader' | 'actor' | 'csrf'>,
): Promise<Form<Upload> | null> {
  const limits = { fileBytes: reader.limits.uploadBytes, files: reader.limits.uploadFiles };
  return readForm(c, limits, async (file, value): Promise<Upload> => {
    // Nothing is stored for a form that will be refused.
    if (csrf !== null && value('csrf') !== csrf) return { name: file.name, outcome: null };
    return { name: file.name, outcome: await ports.upload(actor, file).catch(onlyTrouble) };
  });
}

function onlyTrouble(thrown: unknown): null {
  if (thrown instanceof Trouble) return null;
  throw thrown;
}

/** The files that came with this form and with its tries before, and what is wrong with them or with its length. */
export function filesIn(form: Form<Upload>, reader: Reader): Pick<Draft, 'kept' | 'problems'> {
  const { say, limits } = reader;
  const kept = [...form.values('kept').flatMap(readKept), ...form.files.flatMap(taken)];
  const problems = form.files.flatMap((f) => problemOf(f, reader));
  if (form.tooManyFiles || kept.length > limits.uploadFiles)
    problems.push(say('composer.too-many', { n: limits.uploadFiles }));
  if (form.tooLong) problems.push(REFUSALS['too-long'].words[reader.language]);
  return { kept: kept.slice(0, limits.uploadFiles), problems };
}

function draftOf(form: Form<Upload>, { reader, telling }: Writing): Draft {
  const { kept, problems } = filesIn(form, reader);
  const sendAt = telling === 'picked' ? form.value('send-at').trim().slice(0, 30) : '';
  return {
    kept,
    problems: isWrongTime(sendAt, reader) ? [...problems, reader.say('composer.later.wrong')] : problems,
    text: form.value('text'),
    sendAt,
    notify:
      telling === 'picked'
        ? (form.values('notify').flatMap((id) => parseId<'employee' | 'contact'>(id) ?? []) as PersonId[])
        : null,
    hidden: telling === 'picked' && form.value('hidden') === '1',
    from: telling === 'picked' && form.values('from').length > 0 ? form.value('from').slice(0, 254) : null,
    nobody: false,
    quoted: telling === 'picked' ? quotedIn(form) : [],
    unseen: [],
    once: onceIn(form.value('once')),
  };
}

const MOST_QUOTED = 20;

export const quotedIn = (form: Pick<Form<unknown>, 'values'>): number[] => [
  ...new Set(
    form
      .values('quoted')
      .slice(0, MOST_QUOTED)
      .flatMap((number) => numberIn(number) ?? []),
  ),
];

/** As the clock of whoever writes shows it. Null: it is no time. */
export const timeIn = (wall: string, { zone }: Reader): Instant | null => instantOfWall(wall, zone ?? 'UTC');

const isWrongTime = (wall: string, reader: Reader): boolean => wall !== '' && timeIn(wall, reader) === null;

export const onceIn = (name: string): string | null => (/^[0-9a-f-]{36}$/.test(name) ? name : null);

const taken = ({ outcome }: Upload): KeptFile[] =>
  outcome?.ok ? [{ id: outcome.file.id, name: outcome.file.name, size: outcome.file.size }] : [];

function problemOf({ name, outcome }: Upload, { say, language, limits }: Reader): string[] {
  if (outcome?.ok) return [];
  if (outcome?.reason === 'too-large')
    return [say('upload.too-large', { name, size: formatSize(limits.uploadBytes, language) })];
  if (outcome?.reason === 'infected') return [say('upload.infected', { name })];
  return [say('upload.not-kept', { name })];
}

/** `<id>|<size>|<name>` from an earlier page. Who may use the file is asked when it is used. */
function readKept(line: string): KeptFile[] {
  const [id, size, ...name] = line.split('|');
  const known = parseId<'file'>(id) as FileId | null;
  return known ? [{ id: known, size: Math.max(0, Number(size) || 0), name: name.join('|').slice(0, 300) }] : [];
}

function statusOf({ files }: Form<Upload>): 413 | 422 | 503 {
  const reasons = files.flatMap(({ outcome }) => (outcome?.ok ? [] : [outcome?.reason]));
  if (reasons.includes('too-large')) return 413;
  return reasons.every((reason) => reason === 'infected') ? 422 : 503;
}

const ASKING = 'nobody';

/** Item 40: does this person, in this browser, keep a comment for nobody without a question? */
export const isQuiet = (c: Context, { id }: Pick<Person, 'id'>): boolean => getCookie(c, ASKING) === id;

function rememberAsking(c: Context, form: Form<Upload>, { id }: Pick<Person, 'id'>): void {
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: c.req.url.startsWith('https:') } as const;
  if (form.value('never-ask') === '1') setCookie(c, ASKING, id, { ...options, maxAge: (365 * DAY) / SECOND });
  if (form.value('ask-again') === '1') deleteCookie(c, ASKING, options);
}

/** A comment of an employee that nobody is told of is often a slip: it is kept only when they say so. */
const asksForNobody = (c: Context, form: Form<Upload>, { telling, actor }: Writing, draft: Draft): boolean =>
  telling === 'picked' &&
  (!isQuiet(c, actor.person) || form.value('ask-again') === '1') &&
  draft.notify?.length === 0 &&
  form.value('confirmed') !== '1' &&
  (draft.text.trim() !== '' || draft.kept.length > 0);

/**
 * The form's name and what it carries. A page that the browser has kept (the way back) may send other words under the same
 * name, and these must not be taken for the same.
 */
function sendingOf({ once, text, kept, notify, hidden, from, sendAt }: Draft, form: Form<Upload>): string {
  const now = form.files.flatMap(({ outcome }) => (outcome?.ok ? [outcome.file] : []));
  const earlier = kept.filter((k) => !now.some((f) => f.id === k.id)).map((k) => k.id);
  const carried = [text, notify, hidden, from, sendAt, earlier, now.map((f) => [f.name, f.size, f.sha256])];
  return `${once} ${createHash('sha256').update(JSON.stringify(carried)).digest('base64url')}`;
}

async function save({ ports, reader, actor, task }: Writing, draft: Draft, form: Form<Upload>): Promise<Written> {
  const comment: NewComment = {
    text: draft.text,
    files: draft.kept.map((f) => f.id),
    notify: draft.notify ?? 'thread',
    hidden: draft.hidden,
    // Spec 1.6: the selected ones are who may read a hidden comment.
    audience: draft.hidden ? (draft.notify ?? []) : [],
    from: draft.from === null ? undefined : draft.from || null,
    once: draft.once && sendingOf(draft, form),
    sendAt: draft.sendAt === '' ? null : timeIn(draft.sendAt, reader),
  };
  const outcome = await ports.comment(actor, task, comment).catch(onlyTrouble);
  if (outcome === null)
    return { kind: 'again', status: 503, draft: { ...draft, problems: [reader.say('composer.busy')] } };
  if (outcome.ok) return { kind: 'done', number: outcome.number, comment: outcome.comment };
  const { http, words } = REFUSALS[outcome.refusal];
  return { kind: 'again', status: http, draft: { ...draft, problems: [words[reader.language]] } };
}
