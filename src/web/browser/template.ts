/** The page of one template, with a script: what is wrong and how the letter looks, a moment after it was typed. Nothing is kept by itself. */
import { type CodeField, codeField, type Mark, type Offer } from './code.ts';

const PARTS = ['subject', 'html', 'text'] as const;
type Part = (typeof PARTS)[number];
interface Problem extends Mark {
  readonly part: Part;
  /** `Mistake:` */
  readonly label: string;
  /** `letter, line 3, column 5:` */
  readonly where: string;
  /** What the form does about it with one click. */
  readonly fix: { readonly act: string; readonly label: string } | null;
}

interface Tried {
  readonly problems: readonly Problem[];
  readonly letter: { readonly subject: string; readonly text: string; readonly headers: string } | null;
  /** Why there is no letter, besides the problems. */
  readonly trouble?: string | null;
}

/** Milliseconds without a key. */
const PAUSE = 350;

export function editTemplate(): void {
  const form = document.querySelector<HTMLFormElement>('form.template');
  if (!form) return;
  const offers = JSON.parse(form.dataset.variables ?? '[]') as Offer[];
  // What a refused save gave back stands in the fields and nowhere else.
  let dirty = form.dataset.unsaved !== undefined;
  let timer = 0;
  const changed = (): void => {
    dirty = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(form, fields), PAUSE);
  };
  const field = (name: Part, kind: 'line' | 'html' | 'text') =>
    codeField(form.querySelector<HTMLTextAreaElement | HTMLInputElement>(`[name=${name}]`)!, kind, offers, changed);
  const fields = { subject: field('subject', 'line'), html: field('html', 'html'), text: field('text', 'text') };
  form.addEventListener('input', changed);
  form.addEventListener('submit', ({ submitter }) => {
    // One look at it keeps nothing.
    if (!submitter?.hasAttribute('formtarget')) dirty = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });
  ways(form);
  void look(form, fields);
}

/** An answer that was overtaken by what was asked later says nothing any more. */
let asked = 0;

async function look(form: HTMLFormElement, fields: Readonly<Record<Part, CodeField>>): Promise<void> {
  asked += 1;
  const mine = asked;
  const answer = await fetch(form.dataset.try!, { method: 'POST', body: new FormData(form) }).catch(() => null);
  if (!answer?.ok) return;
  const { problems, letter, trouble } = (await answer.json()) as Tried;
  if (mine !== asked) return;
  for (const part of PARTS) fields[part].mark(problems.filter((p) => p.part === part));
  list(problems);
  const subject = document.querySelector<HTMLElement>('[data-subject]')!;
  subject.textContent = letter ? `${subject.dataset.subject}: ${letter.subject}` : (trouble ?? '');
  document.querySelector('.preview-text')!.textContent = letter?.text ?? '';
  document.querySelector('.preview-headers')!.textContent = letter?.headers ?? '';
  // With mistakes the last letter that could be made stays to be seen; of another task it would be another letter.
  if (letter || trouble) show(form);
}

/** The words that the server gave the page, anew. */
function list(problems: readonly Problem[]): void {
  const all = document.querySelector('#problems');
  all?.replaceChildren(
    ...problems.map((problem) => {
      const item = document.createElement('li');
      item.className = problem.severity === 'error' ? 'bad' : 'warn';
      const label = document.createElement('b');
      label.textContent = problem.label;
      item.append(label, ` ${problem.where} ${problem.message} `);
      if (problem.fix) item.append(fixing(problem.fix));
      return item;
    }),
  );
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[value=publish]'))
    button.disabled = problems.some((p) => p.severity === 'error');
}

function fixing({ act, label }: NonNullable<Problem['fix']>): HTMLButtonElement {
  const button = document.createElement('button');
  Object.assign(button, { type: 'submit', name: 'do', value: act, className: 'plain', textContent: label });
  return button;
}

/** What is typed goes to the frame as a form does: its answer has a policy of its own, which lets the letter's styles be. */
function show(form: HTMLFormElement): void {
  const way = document.createElement('form');
  way.method = 'post';
  const pressed = document.querySelector<HTMLElement>('[data-way][aria-pressed=true]')?.dataset.way;
  way.action = `${form.dataset.try!.replace('/try', '/preview')}&scheme=${pressed === 'dark' ? 'dark' : 'light'}`;
  way.target = 'preview';
  way.hidden = true;
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string') continue;
    const field = document.createElement('textarea');
    field.name = name;
    field.value = value;
    way.append(field);
  }
  document.body.append(way);
  way.submit();
  way.remove();
}

/** Wide, as on a telephone, dark, its plain text, or its head. */
function ways(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLElement>('.preview-ways');
  const frame = form.querySelector<HTMLIFrameElement>('iframe.preview');
  const text = form.querySelector<HTMLElement>('.preview-text');
  const headers = form.querySelector<HTMLElement>('.preview-headers');
  if (!bar || !frame || !text || !headers) return;
  bar.hidden = false;
  bar.addEventListener('click', (event) => {
    const pressed = (event.target as Element).closest<HTMLButtonElement>('[data-way]');
    if (!pressed) return;
    const way = pressed.dataset.way!;
    for (const one of bar.querySelectorAll('button')) one.setAttribute('aria-pressed', String(one === pressed));
    frame.hidden = way === 'text' || way === 'headers';
    text.hidden = way !== 'text';
    headers.hidden = way !== 'headers';
    frame.classList.toggle('phone', way === 'phone');
    frame.classList.toggle('dark', way === 'dark');
    if (!frame.hidden) show(form);
  });
}
