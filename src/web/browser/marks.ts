/** What was read is remembered in the browser alone: opening a page tells the server nothing (decisions "Dashboard link"). */
import { keep, kept } from './kept.ts';

export function readMarks(): void {
  // Not for all that went before to be new: a browser that comes here first knows nothing of it.
  if (kept(FIRST) === null) {
    const shown = [...document.querySelectorAll('time')].map((time) => Date.parse(time.dateTime));
    keep(FIRST, String(Math.max(Date.now(), ...shown)));
  }
  findLinked();
  markList();
  markTask();
}

const FIRST = 'first';

/** A letter links to its comment; when that has moved to an earlier piece of a long conversation, the piece is opened. */
function findLinked(): void {
  const number = Number(/^#c(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);
  const earlier = Number(
    new URL(document.querySelector<HTMLAnchorElement>('.earlier')?.href ?? 'a:').searchParams.get('before'),
  );
  if (number > 0 && number < earlier && !document.getElementById(`c${number}`)) {
    location.replace(`?before=${number + 1}${location.hash}`);
  }
}

/** In a list: a word beside what has changed since it was last opened here, or since this browser came here first. */
export function markList(): void {
  const list = document.querySelector<HTMLElement>('.rows[data-new]');
  const word = list?.dataset.new;
  if (!word) return;
  const looked = lookedAt(list);
  for (const row of document.querySelectorAll<HTMLElement>('.rows li[data-task]')) {
    const seen = Math.max(looked, Number(kept(`seen:${row.dataset.task}`) ?? kept(FIRST) ?? 0));
    if (Number(row.dataset.at) > seen) {
      row
        .querySelector('.context')
        ?.append(Object.assign(document.createElement('b'), { className: 'fresh', textContent: word }));
    }
  }
}

/** What was the newest line of this list when it was last looked at; 0: of other lists nothing is remembered. */
function lookedAt(list: HTMLElement): number {
  const name = list.dataset.looked;
  if (!name) return 0;
  const before = Number(kept(`looked:${name}`) ?? 0);
  const newest = [...list.querySelectorAll<HTMLElement>('[data-at]')].map((row) => Number(row.dataset.at));
  keep(`looked:${name}`, String(Math.max(before, ...newest)));
  return before;
}

/** In a conversation: a line above the first words that were not there at the last visit. */
function markTask(): void {
  const talk = document.querySelector<HTMLElement>('.talk[data-task]');
  if (!talk) return;
  const seen = Number(kept(`seen:${talk.dataset.task}`) ?? 0);
  const entries = [...talk.querySelectorAll<HTMLElement>('.entry')];
  const first = seen > 0 ? entries.find((e) => at(e) > seen && !e.classList.contains('own')) : undefined;
  if (first && first !== entries[0]) since(first);
  saw();
}

/** A line above this entry; there is one at most. */
export function since(entry: HTMLElement): void {
  const talk = entry.closest<HTMLElement>('.talk');
  if (!talk || talk.querySelector('.since')) return;
  entry.before(
    Object.assign(document.createElement('li'), { className: 'since', textContent: talk.dataset.since ?? '' }),
  );
}

/** What stands here now was seen. */
export function saw(): void {
  const talk = document.querySelector<HTMLElement>('.talk[data-task]');
  if (!talk) return;
  const key = `seen:${talk.dataset.task}`;
  const newest = Math.max(...[...talk.querySelectorAll('.entry')].map(at), Number(kept(key) ?? 0));
  if (Number.isFinite(newest)) keep(key, String(newest));
}

const at = (entry: Element): number => Date.parse(entry.querySelector('time')?.dateTime ?? '');
