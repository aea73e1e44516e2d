/** A comment that waits a moment goes while its page is open: then it stands in the conversation, and can be taken back no more. */
import { times } from './times.ts';

const SOON = 10 * 60_000;
/** The clock of the server looks every second. */
const LATE = 2500;

let timer = 0;

export function planned(): void {
  clearTimeout(timer);
  const next = Math.min(
    ...[...document.querySelectorAll<HTMLElement>('.plan[data-goes]')].map((p) => Number(p.dataset.goes)),
  );
  const wait = next - Date.now() + LATE;
  if (wait > SOON) return;
  timer = window.setTimeout(() => void renew().catch(() => {}), Math.max(wait, LATE));
}

async function renew(): Promise<void> {
  if (document.querySelector('progress')) return planned();
  const answer = await fetch(location.pathname);
  if (answer.status !== 200) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  times(page);
  for (const part of ['.planned', '.talk, .empty']) {
    const [here, there] = [document.querySelector(part), page.querySelector(part)];
    if (here && there) here.replaceWith(document.adoptNode(there));
    else if (here && part === '.planned') here.remove();
  }
  planned();
}
