/**
 * Nothing that opens a door stands anywhere but in the letter it was made for. Tokens are taken from the letters as they left.
 * Looked at after every story (support/app.ts).
 */
import { expect } from 'vitest';
import type { House } from '../support/app.ts';
import { letters, type Received } from '../support/program.ts';
import { tablesOf } from '../support/tables.ts';
import { leaked } from '../support/undress.ts';
import { program, signedIn } from './firm.ts';

/** A letter's token, or a person's: 53 or 56 signs of base32. */
const TOKEN = /(?<![a-z0-9])[a-z2-7]{53}(?:[a-z2-7]{3})?(?![a-z0-9])/gi;

const headerOf = (raw: Buffer): string => {
  const head = raw.toString('latin1').split('\r\n\r\n')[0]!;
  return head.replace(/\r\n[ \t]+/g, ' ');
};

const wholeOf = (letter: Received): string =>
  [headerOf(letter.raw), letter.text, letter.html, letter.envelopeFrom].join('\n');

export const tokensIn = (text: string): Set<string> =>
  new Set([...text.matchAll(TOKEN)].map(([found]) => found.toLowerCase()));

/** `whole`: every page and answer. `quick`, after each story: the database, the log, letters, and what is made of letters and mails. */
export async function expectNoSecretOutside(house: House, how: 'quick' | 'whole' = 'whole'): Promise<void> {
  const all = (await letters(house)).map((letter) => ({ letter, whole: wholeOf(letter) }));
  const byLetter = all.map(({ letter, whole }) => ({ letter, whole, tokens: tokensIn(whole) }));
  const secrets = new Set(byLetter.flatMap(({ tokens }) => [...tokens]));
  if (secrets.size === 0) return;

  for (const reader of new Set(all.flatMap(({ letter }) => letter.to))) {
    const mine = byLetter.filter(({ letter }) => letter.to.includes(reader));
    const known = new Set(mine.flatMap(({ tokens }) => [...tokens]));
    // A letter that several share has the same tokens for each of them.
    const others = byLetter.filter(({ letter }) => !letter.to.includes(reader)).flatMap(({ tokens }) => [...tokens]);
    expect(
      others.filter((token) => known.has(token)),
      `tokens of others in letters to ${reader}`,
    ).toEqual([]);
    const text = mine.map(({ whole }) => whole).join('\n');
    expect(leaked(new Set(others), text), `tokens of others in letters to ${reader}, dressed`).toEqual([]);
  }
  for (const table of await tablesOf(house.gw)) {
    for (const [column, text] of columnsOf(await house.gw.db.read(table)))
      expect(leaked(secrets, text), `${table}.${column}`).toEqual([]);
  }
  expect(leaked(secrets, house.log.join('\n')), 'the log').toEqual([]);
  const seen = how === 'whole' ? await everythingStaffSees(house) : await lettersAndMails(house);
  for (const [path, text] of seen) expect(leaked(secrets, text), path).toEqual([]);
}

function columnsOf(rows: readonly Record<string, unknown>[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const row of rows) {
    for (const [column, value] of Object.entries(row)) {
      const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
      if (text.length > 40) texts.set(column, `${texts.get(column) ?? ''}\n${text}`);
    }
  }
  return texts;
}

/** Of many things of a kind the first and the last are looked at: a story of two hundred mails tells the same of each. */
const SOME = 8;
const some = <T>(all: readonly T[]): T[] =>
  all.length <= SOME ? [...all] : [...all.slice(0, SOME / 2), ...all.slice(-SOME / 2)];

/** Every page that the owner can reach by links, and every answer of the API to a program, each with its address. */
async function everythingStaffSees(house: House): Promise<[path: string, text: string][]> {
  const ask = await program(house);
  const answers = await pathsOfApi(house, ask);
  const seen = await Promise.all(
    answers.map(async (path): Promise<[string, string]> => [`/api/v1${path}`, (await ask('GET', path)).text]),
  );
  return [...seen, ...(await walk(house))];
}

/** Where tokens could be made again, or shown as they came: the newest letter and mail, as pages and the API have them. */
async function lettersAndMails(house: House): Promise<[path: string, text: string][]> {
  const ask = await program(house);
  const owner = { headers: await signedIn(house, house.owner) };
  const newest = async (table: string) =>
    (await house.gw.db.read(table).orderBy('id', 'desc').limit(1).select('id')).map((r) => r.id);
  const [letter, mail] = [await newest('letters'), await newest('inbox')];
  const answers = [
    '/letters',
    '/inbound',
    '/contacts',
    ...letter.flatMap((id) => [`/letters/${id}`, `/letters/${id}/raw`]),
    ...mail.flatMap((id) => [`/inbound/${id}`, `/inbound/${id}/raw`]),
  ];
  const pages = [
    '/admin/letters',
    ...letter.map((id) => `/admin/letters/${id}/preview`),
    ...mail.map((id) => `/admin/inbox/${id}`),
  ];
  return Promise.all([
    ...answers.map(async (path): Promise<[string, string]> => [`/api/v1${path}`, (await ask('GET', path)).text]),
    ...pages.map(async (path): Promise<[string, string]> => [path, await read(house.url + path, owner)]),
  ]);
}

/** Every GET of the API's own description, with the ids of what is there. */
async function pathsOfApi(house: House, ask: Awaited<ReturnType<typeof program>>): Promise<string[]> {
  const { json } = await ask('GET', '/openapi.json');
  const tables: Record<string, string> = { inbound: 'inbox', held: 'inbox' };
  const paths: string[] = [];
  for (const [path, methods] of Object.entries(json.paths as Record<string, object>)) {
    if (!('get' in methods)) continue;
    const [, kind = '', id, , second] = path.replace(/^\/api\/v1/, '').split('/');
    const plain = path.replace(/^\/api\/v1/, '');
    if (!id) paths.push(plain);
    else if (id.startsWith('{') && !second) {
      const rows = await house.gw.db.read(tables[kind] ?? kind).select('id');
      paths.push(...some(rows).map((row) => plain.replace(id, row.id)));
    }
  }
  return paths;
}

/** The pages of the team, by every link on them. A page of a kind is looked at a few times. */
async function walk(house: House): Promise<[path: string, text: string][]> {
  const owner = { headers: await signedIn(house, house.owner), redirect: 'manual' as const };
  const seen = new Map<string, string>();
  const kinds = new Map<string, number>();
  let next = ['/', '/admin/letters', '/admin/inbox', '/admin/held'];
  while (next.length > 0) {
    const found = await Promise.all(next.map(async (path) => [path, await read(house.url + path, owner)] as const));
    for (const [path, text] of found) seen.set(path, text);
    const links = new Set(found.flatMap(([, text]) => linksIn(text)));
    next = [...links].filter((path) => {
      const kind = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, 'N').replace(/\?.*/, '?');
      const count = (kinds.get(kind) ?? 0) + 1;
      kinds.set(kind, count);
      return !seen.has(path) && count <= SOME / 2;
    });
  }
  return [...seen];
}

const read = async (url: string, init: RequestInit): Promise<string> => (await fetch(url, init)).text();

const linksIn = (html: string): string[] =>
  [...html.matchAll(/(?:href|src|data-src)="(\/(?!\/|assets\/|d\/)[^"#]*)/g)].map(([, path]) =>
    path!.replaceAll('&amp;', '&'),
  );
