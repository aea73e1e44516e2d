/**
 * Hostile bodies from a few tables: tag × attribute × scheme × encoding × nesting, the same in every run. Each has a number, and whatever
 * it manages to do (run, ask, lead away) says that number.
 */
import { html, type Multipart, type Part } from '../../support/mime.ts';
import { DRESSES } from './dress.ts';
import { ADDRESSED, CROOKED, NESTED, RUNNING, SPELLINGS, STRAIGHT } from './markup.ts';

export interface Body {
  readonly number: number;
  /** How it was made, for whoever reads a failure. */
  readonly name: string;
  readonly html: string;
  /** How it travels. */
  readonly part: Part | Multipart;
  /** It says in UTF-8 that it is HTML: its first words are read by everybody. */
  readonly plain: boolean;
  /** It has HTML at all. */
  readonly laidOut: boolean;
}

/** What it runs when it runs. */
const SCRIPTS = [
  '__hit(N)',
  'alert(N)',
  "parent.__hit(N),top.location='SITE/N'",
  "fetch('SITE/N'),__hit(N)",
  "window.open('SITE/N'),__hit(N)",
  "new Image().src='SITE/N'",
  'document.title=__hit(N)',
  'confirm(N)',
] as const;

/** Fills a row of the tables in: with its own number, and with where it should lead. */
type Fill = (row: string, address?: string) => string;

interface Plan {
  readonly name: string;
  readonly make: (fill: Fill) => string;
  readonly dress?: string;
}

const PLANS: readonly Plan[] = [
  ...each(ADDRESSED, 1, STRAIGHT, (fill, place, address) => fill(place, address)),
  ...each(ADDRESSED, 1, CROOKED, (fill, place, address) => fill(place, address)),
  ...RUNNING.map((row) => ({ name: row, make: (fill: Fill) => fill(row) })),
  ...each(RUNNING, 1, Object.keys(SPELLINGS), (fill, row, spelling) => SPELLINGS[spelling]!(fill(row))),
  ...each(Object.keys(SPELLINGS), 2, ADDRESSED, (fill, spelling, place, n) =>
    SPELLINGS[spelling]!(fill(place, somewhere(n))),
  ),
  ...each(NESTED, 1, RUNNING, (fill, nest, row) => nest.replaceAll('HERE', () => fill(row))),
  ...each(NESTED, 1, ADDRESSED, (fill, nest, place, n) => nest.replaceAll('HERE', () => fill(place, somewhere(n)))),
  ...each(Object.keys(DRESSES), 2, RUNNING, (fill, _dress, row) => fill(row)).map((plan, i) => ({
    ...plan,
    dress: Object.keys(DRESSES)[i >> 1]!,
  })),
];

const somewhere = (n: number): string =>
  n % 2 === 0 ? STRAIGHT[(n / 2) % STRAIGHT.length]! : CROOKED[(n * 11) % CROOKED.length]!;

/** `site`: where the trap listens, `http://…`, without a slash. */
export const hostileBodies = (site: string): Body[] =>
  PLANS.map(({ name, make, dress }, i) => {
    const number = i + 1;
    const body = make(filler(number, site));
    const marked = `<p>${markOf(number)}</p>${body}`;
    const part = dress ? DRESSES[dress]!(marked) : plainly(marked, number);
    return {
      number,
      name,
      html: body,
      part,
      plain: !dress,
      laidOut: 'multipart' in part || part.type.startsWith('text/html'),
    };
  });

/** Stands before what is hostile, so that one can see that the mail arrived. */
export const markOf = (number: number): string => `mail-${number}-begins`;

/** Each of `these` with `count` of `those`, going round, so that in the end each of those has met several of these. */
function each(
  these: readonly string[],
  count: number,
  those: readonly string[],
  make: (fill: Fill, one: string, other: string, n: number) => string,
): Plan[] {
  return these.flatMap((one, i) =>
    Array.from({ length: count }, (_, k): Plan => {
      const n = i * count + k;
      const other = those[n % those.length]!;
      return { name: `${one} × ${other}`, make: (fill) => make(fill, one, other, n) };
    }),
  );
}

const PAGE = '<script>SCRIPT</script><img src="SITE/N">';

export function filler(number: number, site: string): Fill {
  const filled = (row: string): string =>
    row
      .replaceAll('SCRIPT', () => SCRIPTS[number % SCRIPTS.length]!)
      .replaceAll('SITE', () => site)
      .replaceAll('HOST', () => site.slice('http://'.length))
      .replace(/(?<![A-Za-z])N(?![A-Za-z])/g, String(number));
  return (row, address = '') =>
    filled(
      row.replaceAll('ADDRESS', () => address).replaceAll('PAGE64', () => Buffer.from(filled(PAGE)).toString('base64')),
    );
}

/** What no mail server takes as it is travels in base64. */
function plainly(body: string, number: number): Part {
  const encoded = /\0|\r(?!\n)/.test(body) || number % 2 === 0;
  return { ...html(body), encoding: encoded ? 'base64' : '8bit' };
}
