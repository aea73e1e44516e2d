import { keep, kept } from './kept.ts';

/**
 * Keys of the team's pages: j and k go through a list or a conversation, / to the search, c to the place to write. Only on pages
 * that say so, never while one writes, never together with another key, and not for whoever switched them off (WCAG 2.1.4).
 */
export function keys(): void {
  if (!document.body.dataset.me?.startsWith('employee')) return;
  help();
  document.addEventListener('keydown', (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.isComposing ||
      isWriting(event.composedPath()[0] ?? null)
    )
      return;
    if (kept(OFF)) return;
    const place = KEYS[event.key]?.();
    if (!place) return;
    event.preventDefault();
    place.focus();
    place.scrollIntoView({ block: 'nearest' });
  });
}

const OFF = 'keys-off';

/** What the keys are, and the switch. */
function help(): void {
  const line = document.querySelector<HTMLElement>('.keys-help');
  const button = line?.querySelector('button');
  const words = line?.querySelector('span');
  if (!line || !button || !words) return;
  const show = () => {
    words.hidden = kept(OFF) !== null;
    button.textContent = (words.hidden ? line.dataset.on : line.dataset.off) ?? '';
  };
  button.addEventListener('click', () => {
    keep(OFF, kept(OFF) ? null : '1');
    show();
  });
  line.hidden = false;
  show();
}

const KEYS: Readonly<Record<string, () => HTMLElement | null>> = {
  j: () => beside(1),
  k: () => beside(-1),
  '/': () => document.querySelector<HTMLElement>('main input[type="search"]'),
  c: () => document.querySelector<HTMLElement>('.composer textarea'),
};

/** The next or last line from the one that has the focus; from elsewhere the first. */
function beside(step: 1 | -1): HTMLElement | null {
  const lines = [...document.querySelectorAll<HTMLElement>('.rows > li > a:first-child, .talk > .entry')];
  const at = lines.findIndex((line) => line === document.activeElement || line.contains(document.activeElement));
  return lines[at < 0 ? 0 : at + step] ?? null;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
