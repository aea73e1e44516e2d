/**
 * New words appear in an open conversation without a reload. The page asks for itself, by the name of what it shows, so an
 * unchanged one costs no bytes; it asks less and less often while nothing comes, and not at all while nobody looks at it.
 */
import { announce } from './announce.ts';
import { saw, since } from './marks.ts';
import { times } from './times.ts';

const [SOONEST, LATEST] = [12_000, 120_000];

export function live(): void {
  let wait = SOONEST;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    // A little by chance, so that a thousand pages do not ask in the same moment.
    timer = window.setTimeout(ask, wait * (0.8 + Math.random() * 0.4));
  };
  const ask = async () => {
    const thread = threadIn(document);
    if (!thread || document.hidden) return;
    const answer = await changed(thread);
    if (answer === 'ended') return;
    if (answer && thread.isConnected && !document.querySelector('progress')) {
      wait = SOONEST;
      take(thread, answer);
    } else wait = Math.min(wait * 1.4, LATEST);
    later();
  };
  if (!threadIn(document)) return;
  later();
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) return;
    wait = SOONEST;
    timer = window.setTimeout(ask, 300);
  });
}

const threadIn = (page: Document) => page.querySelector<HTMLElement>('.thread[data-live]');

/** Null: nothing new, or no connection. `ended`: this page is for its reader no more, and asking again cannot help. */
async function changed(thread: HTMLElement): Promise<Document | 'ended' | null> {
  try {
    const answer = await fetch(location.pathname, { headers: { 'If-None-Match': thread.dataset.live ?? '' } });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return 'ended';
    if (answer.status !== 200) return null;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return threadIn(page) ? page : 'ended';
  } catch {
    return null;
  }
}

function take(thread: HTMLElement, page: Document): void {
  const next = threadIn(page);
  if (!next) return;
  times(page);
  const still = hold();
  const head = document.querySelector('.head');
  const newHead = page.querySelector('.head');
  if (head && newHead && head.outerHTML !== newHead.outerHTML) head.replaceWith(document.adoptNode(newHead));
  const arrived = merge(thread, next);
  thread.dataset.live = next.dataset.live ?? '';
  times(document);
  if (arrived.length > 0) tell(thread, arrived);
  still();
}

/** What came new. What is the same stays untouched: a selection, a focus, an unfolded quote. */
function merge(thread: HTMLElement, next: HTMLElement): HTMLElement[] {
  const [here, there] = [thread.querySelector('.talk'), next.querySelector('.talk')];
  if (!here || !there) {
    thread.replaceChildren(...next.childNodes);
    return [...thread.querySelectorAll<HTMLElement>('.entry')];
  }
  const lines = [...there.children].filter((line): line is HTMLElement => line.id !== '');
  const from = numberOf(lines[0]);
  for (const old of [...here.children])
    if (old.id && numberOf(old) >= from && !lines.some((line) => line.id === old.id)) old.remove();
  const arrived: HTMLElement[] = [];
  let last: Element | null = null;
  for (const line of lines) {
    const known = [...here.children].find((old) => old.id === line.id);
    last = known ? renew(known, line) : put(here, last, line);
    if (!known && !line.classList.contains('own')) arrived.push(line);
  }
  return arrived;
}

const numberOf = (line: Element | undefined): number => Number(line?.id.slice(1) ?? Number.POSITIVE_INFINITY);

function put(here: Element, last: Element | null, line: HTMLElement): Element {
  if (last) last.after(line);
  else here.append(line);
  return line;
}

function renew(old: Element, line: HTMLElement): Element {
  const folds = (of: Element) => [...of.querySelectorAll('details')];
  const open = folds(old).map((fold) => fold.open);
  const shut = old.outerHTML.replaceAll(' open=""', '');
  if (shut === line.outerHTML || old.contains(document.activeElement)) return old;
  old.replaceWith(line);
  folds(line).forEach((fold, i) => {
    fold.open = open[i] ?? false;
  });
  return line;
}

/** What the reader looks at stays where it is: the form while it is in sight, else the first words in sight. */
function hold(): () => void {
  const root = document.documentElement;
  const inSight = (one: Element) =>
    one.getBoundingClientRect().bottom > 0 && one.getBoundingClientRect().top < innerHeight;
  const form = document.querySelector('.composer');
  const anchor = form && inSight(form) ? form : [...document.querySelectorAll('.entry')].find(inSight);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  root.style.setProperty('overflow-anchor', 'none');
  return () => {
    if (anchor?.isConnected) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
    requestAnimationFrame(() => root.style.removeProperty('overflow-anchor'));
  };
}

/** Said once, politely; to the eye a line above the new, and a way to it when it is out of sight. */
function tell(thread: HTMLElement, arrived: readonly HTMLElement[]): void {
  const [first] = arrived;
  if (!first) return;
  since(first);
  saw();
  const words = thread.dataset.arrived ?? '';
  announce(words);
  document.querySelector('.arrived')?.remove();
  const link = Object.assign(document.createElement('a'), {
    className: 'arrived',
    href: `#${first.id}`,
    textContent: words,
  });
  link.addEventListener('click', () => link.remove());
  const watch = new IntersectionObserver(([seen]) => {
    if (seen?.isIntersecting) {
      watch.disconnect();
      link.remove();
    } else if (!link.isConnected) document.querySelector('main')?.append(link);
  });
  watch.observe(first);
}
