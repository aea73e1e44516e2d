/**
 * A letter's values: plain copied strings and numbers, cleaned, with slots where tokens belong. Templates see nothing else.
 */
import assert from 'node:assert';
import { type CommentView, type FileView, type PersonView, type TaskView, viewerPerson } from '../tasks/visibility.ts';
import { cleanLine, cleanText, shorten } from './clean.ts';
import { knownTimezone } from './date-format.ts';
import { slot } from './letter.ts';
import { escapeHtml, letterHtml, linesToHtml } from './letter-html.ts';
import { goesOutside, type LetterInput } from './letter-input.ts';
import { type Signature, signatureFor } from './signature.ts';
import { safeHtml } from './template.ts';
import { formatDate, type Locale } from './template-helpers.ts';
import type { LayoutWords } from './templates.ts';

/** Spec 3.3: together at most this much travels inside a letter. */
const ATTACH_MAX = 10 * 1024 * 1024;
const PREHEADER = 120;
const SHORT_TITLE = 80;
/** Gmail cuts a letter at 102 kB, and with it the footer and the mark; words, history and frame share less than that. */
const WORDS_MAX = 64 * 1024;
const HISTORY_MAX = 16 * 1024;

export type Values = Record<string, unknown> & Locale;

/** What the letter carries besides its words. */
export interface Content {
  readonly view: TaskView | null;
  readonly comment: CommentView | null;
  /** What was said before it, and is told with it; the oldest first. */
  readonly also: readonly CommentView[];
  readonly files: readonly FileView[];
  /** The files travel inside the letter. */
  readonly attach: boolean;
  readonly shared: boolean;
}

export function letterContent(input: LetterInput): Content {
  const view = 'view' in input ? input.view : null;
  if (view) assert.equal(viewerPerson(view.viewer).id, input.to.id, 'the view belongs to somebody else');
  const comment = 'comment' in input ? findComment(input.view, input.comment) : null;
  const also = 'also' in input ? (input.also ?? []).map((id) => findComment(input.view, id)) : [];
  const shared = 'shared' in input && input.shared !== null;
  const carriesDescription = input.kind === 'N1' || input.kind === 'staff-task';
  const said = comment ? [...also, comment] : [];
  const all = comment ? said.flatMap((c) => c.files) : carriesDescription && view ? view.files : [];
  const html = comment ? said.map((c) => c.html).join('') : (view?.description?.html ?? '');
  // A logo that its reader has had before goes along only where the words show it.
  // Item 49: without «add files» they go neither as links nor inside.
  const wanted = input.own?.template.addFiles === false ? [] : all;
  const files = wanted.filter((f) => !f.repeated || (f.cid !== null && html.includes(f.cid)));
  const small = files.reduce((sum, f) => sum + f.size, 0) <= ATTACH_MAX;
  const outside = input.kind === 'N1' || input.kind === 'N2';
  // A shared letter has no link that all its readers could open: small files travel with it whatever the setting.
  const attach = files.length > 0 && small && outside && (shared || input.account.settings.sendFilesAsAttachments);
  return { view, comment, also, files, attach, shared };
}

/** Whoever is told of a comment sees it; if not, the letter must not be made. */
function findComment(view: TaskView, id: string): CommentView {
  const found = view.comments.find((c) => c.id === id);
  assert.ok(found, 'a letter about a comment that its reader may not see');
  return found;
}

export function letterValues(input: LetterInput, content: Content): Values {
  const { account, to, templates } = input;
  const { view, comment } = content;
  const words = templates.layout[to.language].words;
  const author = 'author' in input ? input.author : null;
  const text = wordsText(input, content);
  const signature = signatureOf(input, content);
  const said = saidHtml(wordsHtml(input, content), text, roomBeside(signature));
  return {
    language: to.language,
    timezone: knownTimezone(to.timezone ?? account.settings.timezone),
    now: input.now,
    t: words,
    style: styleValues(templates.styles),
    account: { title: cleanLine(account.title) },
    author: author && {
      name: cleanLine(author.person.name),
      outside: author.person.kind === 'contact',
      // A program speaks for the firm, and is called by its name.
      isFirm: author.person.kind === 'employee' && author.login === null,
    },
    at: comment?.createdAt ?? view?.createdAt ?? input.now,
    task: view && {
      title: cleanLine(view.title),
      shortTitle: shorten(cleanLine(view.title), SHORT_TITLE),
      number: view.number,
    },
    words: { text, html: safeHtml(said.html) },
    cut: said.cut,
    // Each has its author and its time with it.
    several: content.also.length > 0,
    hiddenComment: comment?.hidden ?? false,
    others: others(content, to.id, words),
    statusFrom: 'statusFrom' in input ? words.statuses[input.statusFrom] : null,
    statusTo: 'statusTo' in input ? words.statuses[input.statusTo] : null,
    receivedAt: 'receivedAt' in input ? input.receivedAt : null,
    days: 'days' in input ? input.days : null,
    hours: 'hours' in input ? input.hours : null,
    minutes: 'minutes' in input ? input.minutes : null,
    address: 'address' in input ? cleanLine(input.address) : null,
    code: slot('code'),
    preheader: shorten(cleanLine(text), PREHEADER),
    signature: signature && { text: signature.text, html: safeHtml(signature.html) },
    files: content.files.map((file) => ({
      name: cleanLine(file.name),
      size: file.size,
      url: content.attach ? null : fileUrl(input, content, file),
    })),
    attached: content.attach,
    filesUnreachable: content.shared && !content.attach && content.files.length > 0,
    history: history(input, content, words.you),
    link: links(input, content),
    // Only what belongs to a task has to find its way back by the body.
    mark: view ? slot('mark') : null,
    replyAbove: account.settings.replyAboveLine && view !== null,
    replies: view !== null && input.kind !== 'question',
  };
}

/** Styles are ours and hold quotes and signs that escaping would spoil. */
const styleValues = (styles: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(styles).map(([name, line]) => [name, safeHtml(line)]));

function wordsText(input: LetterInput, { view, comment, also }: Content): string {
  const { kind } = input;
  if (comment && also.length > 0)
    return [...also, comment].map((c) => `${bylineOf(input, c)}:\n\n${cleanText(c.text).trim()}`).join('\n\n');
  if (comment) return cleanText(comment.text).trim();
  return kind === 'N1' || kind === 'staff-task' ? cleanText(view?.description?.text ?? '').trim() : '';
}

function wordsHtml(input: LetterInput, content: Content): string {
  const { comment, also, view, files } = content;
  if (comment && also.length > 0)
    return [...also, comment]
      .map((c) => byline(input, c) + restyle(input, content, c.html || linesToHtml(c.text), files))
      .join('');
  const source = comment ? comment.html : wordsText(input, content) === '' ? '' : (view?.description?.html ?? '');
  return restyle(input, content, source, files);
}

/** «Ann Lee, 23 November, 14:05 GMT+3» */
function bylineOf({ to, account, now, templates }: LetterInput, { author, createdAt }: CommentView): string {
  const timezone = knownTimezone(to.timezone ?? account.settings.timezone);
  const outside = author.kind === 'contact' ? ` (${templates.layout[to.language].words.client})` : '';
  return `${cleanLine(author.name)}${outside}, ${formatDate(createdAt, { language: to.language, timezone, now })}`;
}

const byline = (input: LetterInput, comment: CommentView): string =>
  `<p class="p-second" style="${input.templates.styles.byline}">${escapeHtml(bylineOf(input, comment))}</p>`;

/** Very long words are begun in HTML and go on behind the link; the text part has all of them. */
function saidHtml(html: string, text: string, room: number): { html: string; cut: boolean } {
  if (Buffer.byteLength(html) <= room) return { html, cut: false };
  for (let length = room / 2; ; length = Math.floor(length / 2)) {
    const begun = linesToHtml(shorten(text, length));
    if (Buffer.byteLength(begun) <= room) return { html: begun, cut: true };
  }
}

export const restyle = (input: LetterInput, content: Content, html: string, files: readonly FileView[]): string =>
  letterHtml(
    html,
    files.map((f) => ({
      cid: f.cid,
      name: cleanLine(f.name),
      url: content.attach ? null : fileUrl(input, content, f),
    })),
    input.templates.styles,
  );

/** A contact's files lie behind the dashboard link, an employee's behind the login; a shared letter has no link for all. */
function fileUrl(input: LetterInput, content: Content, file: FileView): string | null {
  if (content.shared) return null;
  return content.view?.viewer.by === 'dashboard'
    ? `${slot('dashboard-base')}/files/${file.id}`
    : `${input.publicUrl}/files/${file.id}`;
}

function links(input: LetterInput, { view, comment, shared }: Content) {
  const wanted = input.own?.template.addDashboardLink !== false;
  const contact = wanted && input.to.kind === 'contact' && view !== null && !shared && input.kind !== 'question';
  const inside = view !== null && view.viewer.by !== 'dashboard' && !shared;
  return {
    fullHistory: contact ? slot('dashboard') : null,
    open: inside ? `${input.publicUrl}/tasks/${view.number}${comment ? `#c${comment.number}` : ''}` : null,
    mute: view !== null && !shared && input.kind !== 'question' ? slot('mute') : null,
    page: input.kind === 'fresh-link' ? freshPage(input.task) : slot('page'),
    host: new URL(input.publicUrl).host,
    forgot: `${input.publicUrl}/forgot`,
  };
}

const freshPage = (task: number | null): string => slot('dashboard-base') + (task === null ? '' : `/tasks/${task}`);

/** Who else was told, or has the same task, for those whose view shows it (staff; D12 leaves it out of a client's view). */
function others({ view, comment, shared }: Content, self: string, words: LayoutWords): string {
  if (shared || !view) return '';
  const assignees = (view.people ?? []).filter((p) => p.role === 'assignee').map((p) => p.person);
  const name = (p: PersonView) => cleanLine(p.name) + (p.kind === 'contact' ? ` (${words.client})` : '');
  const names = (comment?.notified ?? assignees).filter((p) => p.id !== self).map(name);
  return names.length === 0 ? '' : `${comment ? words.also : words.together} ${names.join(', ')}`;
}

/** Item 50: none where the template wants none, or where nobody says anything. */
function signatureOf(input: LetterInput, content: Content): Signature | null {
  const spoken = content.comment !== null || content.files.length > 0 || content.view?.description != null;
  if (!spoken || !('author' in input) || input.own?.template.addSignature === false) return null;
  return signatureFor(input.account, input.author, goesOutside(input), input.templates.styles);
}

/** A long signature takes its room from the words, which go on behind the link. */
const roomBeside = (signature: Signature | null): number =>
  Math.max(WORDS_MAX / 8, WORDS_MAX - Math.max(0, Buffer.byteLength(signature?.html ?? '') - WORDS_MAX / 8));

/**
 * Item 51: the last comments before this one that the reader wrote or was addressed in, oldest first. Of a letter that several share:
 * those of its only contact, for the team sees them anyway; of two contacts neither reads what the other was told (spec 3.3).
 */
function history(input: LetterInput, content: Content, you: string) {
  const { view, comment, shared } = content;
  const last = input.account.settings.lastMessages;
  if (!view || !comment || last === 0 || (shared && !isForOneContact(input))) return [];
  const addressed = (c: CommentView) =>
    c.own || c.notified.some((p) => p.id === input.to.id) || c.audience.some((p) => p.id === input.to.id);
  // An answer quotes what stands here, and is shown to all who see the comment it answers: hidden words stay out of an open one.
  const fits = (c: CommentView) => !c.hidden || (comment.hidden && !shared);
  const earlier = view.comments.filter((c) => c.number < comment.number && addressed(c) && fits(c)).slice(-last);
  let room = HISTORY_MAX;
  // From the newest back, as far as there is room.
  const shown = earlier.toReversed().map((c) => {
    const html = restyle(input, { ...content, attach: false }, c.html, c.files);
    room -= Buffer.byteLength(html);
    const name = c.own && !shared ? you : cleanLine(c.author.name);
    return { name, at: c.createdAt, text: cleanText(c.text).trim(), html: safeHtml(html), fits: room >= 0 };
  });
  return shown.filter((c) => c.fits).toReversed();
}

const isForOneContact = (input: LetterInput): boolean =>
  'shared' in input && (input.shared ?? []).filter((p) => p.kind === 'contact').length === 1;
