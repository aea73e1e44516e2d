/** Beside the way to the list: the list itself, unfolded in place, for who goes from one conversation to another. */
import { markList } from './marks.ts';
import { times } from './times.ts';

export function switcher(): void {
  const up = document.querySelector<HTMLAnchorElement>('.up[data-other]');
  if (!up) return;
  const fold = Object.assign(document.createElement('details'), { className: 'switch' });
  fold.append(Object.assign(document.createElement('summary'), { textContent: up.dataset.other ?? '' }));
  up.after(fold);
  fold.addEventListener('toggle', () => {
    if (fold.open && fold.childElementCount === 1) fill(fold, up.href);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !fold.open) return;
    fold.open = false;
    fold.querySelector('summary')?.focus();
  });
}

async function fill(fold: HTMLElement, list: string): Promise<void> {
  const answer = await fetch(list).catch(() => null);
  if (!answer?.ok) return location.assign(list);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const panel = Object.assign(document.createElement('div'), { className: 'panel' });
  panel.append(...page.querySelectorAll('main search, main .rows, main .more, main h2'));
  for (const link of panel.querySelectorAll<HTMLAnchorElement>('.rows a'))
    if (new URL(link.href).pathname === location.pathname) link.setAttribute('aria-current', 'page');
  fold.append(panel);
  times(panel);
  markList();
}
