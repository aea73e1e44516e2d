/**
 * Nothing that opens a door stands anywhere but in the letter it was made for. Tokens are taken from the letters as they left.
 */
import { expect } from 'vitest';
import { type House, tablesOf } from '../support/app.ts';
import { letters, type Received } from '../support/program.ts';
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

/** Undoes what mail programs and link scanners do to a token: percent signs, quoted-printable, cut lines. */
function bared(text: string): string {
  const joined = text.replace(/=\r?\n/g, '').replace(/([a-z2-7]{8,})\r?\n[> \t]*([a-z2-7]{8,})/gi, '$1$2');
  return joined.replace(/%(?:25)*([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The tokens of these that stand in the text, whatever they are dressed in. */
export function leaked(tokens: ReadonlySet<string>, text: string): string[] {
  const lower = bared(text).toLowerCase();
  const plain = text.toLowerCase();
  return [...tokens].filter((token) => lower.includes(token) || plain.includes(token));
}

export async function expectNoSecretOutside(house: House): Promise<void> {
  const all = await letters(house);
  const byReader = all.map((letter) => ({ letter, tokens: tokensIn(wholeOf(letter)) }));
  const secrets = new Set(byReader.flatMap(({ tokens }) => [...tokens]));
  expect(secrets.size, 'no letter with a token has left').toBeGreaterThan(0);

  for (const { letter, tokens } of byReader) {
    const others = byReader.filter(({ letter: other }) => !other.to.some((a) => letter.to.includes(a)));
    for (const { letter: other } of others)
      expect(leaked(tokens, wholeOf(other)), `of ${letter.to} in a letter to ${other.to}`).toEqual([]);
  }
  for (const table of await tablesOf(house.gw)) {
    const rows = await house.gw.db.read(table);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row as Record<string, unknown>)) {
        const text = Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
        expect(leaked(secrets, text), `${table}.${column}`).toEqual([]);
      }
    }
  }
  expect(leaked(secrets, house.log.join('\n')), 'the log').toEqual([]);
  for (const [path, text] of await everythingStaffSees(house)) expect(leaked(secrets, text), path).toEqual([]);
}

/** Every page and every answer of the API that shows letters, mails, tasks and comments, as the owner has them. */
async function everythingStaffSees(house: House): Promise<[path: string, text: string][]> {
  const db = house.gw.db.read;
  const ids = async (table: string) => (await db(table).select('id')).map((r) => r.id as string);
  const [inbox, letterIds, taskIds] = await Promise.all([ids('inbox'), ids('letters'), ids('tasks')]);
  const numbers = (await db('tasks').select('number')).map((r) => String(r.number));
  const ask = await program(house);
  const owner = { headers: await signedIn(house, house.owner) };
  const pages = [
    '/',
    '/admin/letters',
    '/admin/inbox',
    ...letterIds.flatMap((id) => [`/admin/letters/${id}`, `/admin/letters/${id}/preview`]),
    ...inbox.map((id) => `/admin/inbox/${id}`),
    ...numbers.map((n) => `/tasks/${n}`),
  ];
  const answers = [
    '/letters',
    '/inbound',
    '/held',
    '/contacts',
    '/tasks',
    ...letterIds.flatMap((id) => [`/letters/${id}`, `/letters/${id}/raw`]),
    ...inbox.flatMap((id) => [`/inbound/${id}`, `/inbound/${id}/raw`, `/held/${id}`]),
    ...taskIds.flatMap((id) => [`/tasks/${id}`, `/tasks/${id}/comments`]),
  ];
  const seen: [string, string][] = [];
  for (const path of pages) seen.push([path, await (await fetch(house.url + path, owner)).text()]);
  for (const path of answers) seen.push([`/api/v1${path}`, (await ask('GET', path)).text]);
  return seen;
}
