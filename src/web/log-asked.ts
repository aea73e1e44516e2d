/** What of a log is asked for, read from the address of its page. */
import type { Context } from 'hono';
import { dayIn, PERIODS } from './inbox-period.ts';
import type { Asked, Log } from './pages/log-filter.tsx';

/** `whats`: what may be asked for as «what became of it». */
export function askedIn(c: Context, log: Log, whats: readonly string[]): Asked {
  const text = (name: string, most: number) => (c.req.query(name) ?? '').trim().slice(0, most);
  const what = text('what', 48);
  return {
    when: PERIODS.find((name) => name === c.req.query('when')) ?? 'recent',
    day: dayIn(c.req.query('day')) ?? '',
    what: whats.includes(what) ? what : '',
    who: text(log.who, 254),
    q: text('q', 200),
  };
}
