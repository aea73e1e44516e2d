/** In place of the way to the list: the list itself, unfolded over the page, for who goes from one conversation to another. */
import { markList } from './marks.ts';
import { times } from './times.ts';

export function switcher(): void {
  const up = document.querySelector<HTMLAnchorElement>('.up[data-other]');
  if (!up) return;
  const fold = Object.assign(document.createElement('details'), { className: 'switch' });
  fold.append(Object.assign(document.createElement('summary'), { textContent: up.dataset.other ?? '' }));
  up.replaceWith(fold);
  fold.addEventListener('toggle', () => {
    if (fold.open && fold.childElementCount === 1) fill(fold, up);
  });
  // It lies over the page: whoever goes on elsewhere is done with it.
  for (const left of ['focusin', 'pointerdown'])
    document.addEventListener(left, (event) => {
      if (!fold.contains(event.target as Node)) fold.open = false;
    });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !fold.open) return;
    fold.open = false;
    fold.querySelector('summary')?.focus();
  });
}

async function fill(fold: HTMLElement, up: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(up.href).catch(() => null);
  if (!answer?.ok) return location.assign(up.href);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const panel = Object.assign(document.createElement('div'), { className: 'panel' });
  panel.append(...page.querySelectorAll('main search, main .rows, main h2'), up);
  for (const link of panel.querySelectorAll<HTMLAnchorElement>('.rows a'))
    if (new URL(link.href).pathname === location.pathname) link.setAttribute('aria-current', 'page');
  fold.append(panel);
  times(panel);
  markList();
}
