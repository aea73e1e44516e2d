/** The form that one writes in, made kinder: draft, Ctrl+Enter, files, and sending without leaving the page. */
import { announce } from './announce.ts';
import { files } from './files.ts';
import { keep, kept } from './kept.ts';
import { saw } from './marks.ts';
import { times } from './times.ts';

export function composer(): void {
  const form = document.querySelector<HTMLFormElement>('.composer');
  const text = form?.querySelector<HTMLTextAreaElement>('textarea');
  if (!form || !text) return;
  const say = (word: string) => form.dataset[`say${word}`] ?? '';
  draft(form, text, say('Draft'));
  keys(form, text);
  const chosen = files(form, say);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (chosen.problem() || isSending(form)) return;
    send(form, text, event.submitter as HTMLButtonElement | null, say, chosen.progress);
  });
}

const draftKey = (form: HTMLFormElement) => `draft:${form.dataset.task}`;

/** What was being written survives reload, failure and a link that ends. */
function draft(form: HTMLFormElement, text: HTMLTextAreaElement, words: string): void {
  const before = kept(draftKey(form));
  if (before && text.value === '') {
    text.value = before;
    announce(words);
  }
  text.addEventListener('input', () => keep(draftKey(form), text.value || null));
}

function keys(form: HTMLFormElement, text: HTMLTextAreaElement): void {
  const hint = form.querySelector<HTMLElement>('.keys');
  if (hint && matchMedia('(pointer: fine)').matches) hint.hidden = false;
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** Impatient fingers send once. */
const isSending = (form: HTMLFormElement) => form.querySelector('progress') !== null;

/** The server answers with a page, as it does without script: the conversation again, or the form with what is wrong. */
function send(
  form: HTMLFormElement,
  text: HTMLTextAreaElement,
  by: HTMLButtonElement | null,
  say: (w: string) => string,
  perFile: (share: { loaded: number; total: number } | null) => void,
): void {
  const request = new XMLHttpRequest();
  const body = new FormData(form);
  if (by?.name) body.append(by.name, by.value);
  const bar = progress(form, () => request.abort(), say);
  const over = (problem: string | null) => {
    bar.remove();
    perFile(null);
    for (const button of form.querySelectorAll('button')) button.disabled = false;
    if (problem) complain(form, problem);
  };
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    bar.show(event.loaded / event.total);
    perFile(event);
  });
  request.addEventListener('load', () => {
    if (request.status === 200) keep(draftKey(form), null);
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    // Trouble on the other side may pass: what was written and chosen stays, and the page says what its answer says.
    if (request.status >= 500 && !page.querySelector('.composer'))
      over(page.querySelector('main p')?.textContent || say('Failed'));
    else if (!replace(page)) over(say('Failed'));
    else if (request.status === 200) arrived(document.querySelector('.plan.fresh') ? say('Planned') : say('Added'));
  });
  request.addEventListener('error', () => over(say('Failed')));
  request.addEventListener('abort', () => over(null));
  for (const button of form.querySelectorAll<HTMLButtonElement>('.send [type=submit]')) button.disabled = true;
  keep(draftKey(form), text.value || null);
  request.open('POST', form.action);
  request.send(body);
}

/** Puts the answer's content in the place of this page's. False: the answer was no page of ours. */
function replace(page: Document): boolean {
  const content = page.querySelector('main');
  const here = document.querySelector('main');
  if (!content || !here) return false;
  here.replaceWith(document.adoptNode(content));
  times(document);
  composer();
  (document.getElementById('problem') ?? document.querySelector<HTMLElement>('main'))?.focus();
  return true;
}

function arrived(words: string): void {
  const plan = document.querySelector<HTMLElement>('.plan.fresh');
  if (!plan) saw();
  const own = [...document.querySelectorAll<HTMLElement>('.entry.own')].at(-1);
  if (plan) stand(plan, '#planned', words);
  else if (own) stand(own, `#${own.id}`, words);
  else announce(words);
}

function stand(one: HTMLElement, place: string, words: string): void {
  history.replaceState(null, '', place);
  one.scrollIntoView({ block: 'center' });
  one.focus({ preventScroll: true });
  announce(words);
}

function complain(form: HTMLFormElement, words: string): void {
  form.querySelector('.problem')?.remove();
  const box = Object.assign(document.createElement('div'), { className: 'problem', id: 'problem', tabIndex: -1 });
  box.setAttribute('role', 'alert');
  box.append(Object.assign(document.createElement('p'), { textContent: words }));
  form.prepend(box);
  box.focus();
}

function progress(form: HTMLFormElement, cancel: () => void, say: (w: string) => string) {
  const row = Object.assign(document.createElement('div'), { className: 'send' });
  const bar = Object.assign(document.createElement('progress'), { max: 1 });
  bar.setAttribute('aria-label', say('Sending'));
  const stop = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'second',
    textContent: say('Cancel'),
  });
  stop.addEventListener('click', cancel);
  row.append(bar, stop);
  form.append(row);
  return {
    show: (share: number) => {
      bar.value = share;
    },
    remove: () => row.remove(),
  };
}
