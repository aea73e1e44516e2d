/** A browser in which somebody has signed in: looks at pages and sends their forms. */
import type { Person } from '../../src/people/person.ts';
import type { House } from '../support/app.ts';
import { look, type Seen, signedIn } from './firm.ts';

export interface Browser {
  readonly cookie: string;
  /** What every form of this session carries. */
  readonly csrf: string;
  get(path: string): Promise<Seen>;
  /** A form with the session's own token; the house is at rest when it is answered. */
  send(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    more?: { csrf?: string },
  ): Promise<Seen>;
}

export async function browser(h: House, who: Person): Promise<Browser> {
  return browserWith(h, (await signedIn(h, who)).cookie);
}

export async function browserWith(h: House, cookie: string): Promise<Browser> {
  const get = (path: string) => look(h.url + path, { headers: { cookie } });
  const token = /name="csrf" value="([^"]+)"/.exec((await get('/')).html)?.[1] ?? '';
  const send: Browser['send'] = async (path, fields, { csrf = token } = {}) => {
    const all = Object.entries({ csrf, ...fields }).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one]),
    );
    const body = new URLSearchParams(all as string[][]);
    const page = await look(h.url + path, { method: 'POST', body, headers: { cookie, origin: h.url } });
    await h.app.idle();
    return page;
  };
  return { cookie, csrf: token, get, send };
}
