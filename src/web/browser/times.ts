/** Times in the reader's own zone; the server could only guess it. */
import { dayOf, type SpokenLanguage, sayDay, sayInFull, sayTime, sayWhen } from '../when.ts';

export function times(root: ParentNode): void {
  const language = document.documentElement.lang as SpokenLanguage;
  for (const time of root.querySelectorAll<HTMLTimeElement>('time[data-as]')) {
    const at = Date.parse(time.dateTime);
    const full = sayInFull(at, language, undefined);
    const as = { time: () => sayTime(at, undefined), full: () => full }[time.dataset.as!];
    time.textContent = as?.() ?? sayWhen(at, Date.now(), language, undefined);
    time.title = full;
  }
  const talk = root.querySelector('.talk');
  if (talk) days(talk, language);
}

/** The lines between days move with the zone. */
function days(talk: Element, language: SpokenLanguage): void {
  for (const line of talk.querySelectorAll('.day')) line.remove();
  let day = '';
  for (const entry of [...talk.children]) {
    const time = entry.querySelector<HTMLTimeElement>('time');
    const at = time ? Date.parse(time.dateTime) : Number.NaN;
    if (Number.isNaN(at) || dayOf(at, undefined) === day) continue;
    day = dayOf(at, undefined);
    const line = document.createElement('li');
    line.className = 'day';
    line.append(
      Object.assign(document.createElement('span'), { textContent: sayDay(at, Date.now(), language, undefined) }),
    );
    entry.before(line);
  }
}
