/**
 * What the architecture test knows about the street: who may import whom, and what each room must leave alone.
 * Works on a map of path → text, so that a breach can be planted without writing a file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Paths below src, with forward slashes: `flow/receive.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** From the bottom up. A room may import from its own line's room and from every line before; rooms on one line are strangers. */
export const STREET: readonly (readonly string[])[] = [
  ['base'],
  ['mail'],
  ['people'],
  ['tasks'],
  ['links'],
  ['notify'],
  ['store'],
  ['flow'],
  ['smtp', 'mailbox', 'outbox', 'web', 'clock'],
  ['parts'],
  ['app'],
  ['commands'],
  ['main'],
];

const PURE = ['base', 'mail', 'people', 'tasks', 'links', 'notify'];
const CONFIG = 'config';
const MAY_READ_CONFIG = ['parts', 'app', 'commands', 'main', CONFIG];

const OUTSIDE_WORLD =
  /^(node:)?(fs|net|tls|http|http2|https|dns|dgram|child_process|worker_threads|cluster|readline)(\/|$)|^(smtp-server|imapflow|node-cron|hono|@hono\/)/;
const SQL = /^(knex|better-sqlite3|pg)(\/|$)/;

const NOT_HANDED_IN: readonly [RegExp, string][] = [
  [/\bDate\.now\b/, 'reads the clock (Date.now)'],
  [/\bnew Date\(\s*\)/, 'reads the clock (new Date())'],
  [/\bperformance\.now\b/, 'reads the clock (performance.now)'],
  [/\bMath\.random\b/, 'is random (Math.random)'],
  [/\b(randomBytes|randomUUID|randomInt|getRandomValues)\b/, 'is random'],
];
/** Ids are made here, from the time and from chance; both can be handed in. */
const MAKES_IDS = 'base/id.ts';
const BRANDS_VIEWS = 'tasks/visibility.ts';

/** A task is changed by events, and events are what `decide` answered: whoever writes one without asking it is past the rights. */
const WRITES_EVENTS = 'flow/perform.ts';
const APPLIES_EVENTS = 'store/apply.ts';
/** A letter that took the description along says so in the row of its reader; a contact who becomes another takes their rows along. */
const WRITES_TASKS_TOO = ['store/outbox.ts', 'store/merge.ts'];
const WRITES_TASKS =
  /\('(tasks|task_people|comments|comment_people|checklist_items)'\)(?:(?!;)[\s\S])*?\.(insert|update|delete|del|increment)\(/;

export function readSources(src: string): Sources {
  const names = readdirSync(src, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  const code = names.filter((name) => /\.tsx?$/.test(name));
  return new Map(code.map((name) => [name, readFileSync(join(src, name), 'utf8')]));
}

/** Every breach, one line each: `tasks/decide.ts imports store/tasks.ts`. Empty when the house stands. */
export function breaches(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const code = withoutComments(text);
    const faults = [...importsOf(code).flatMap((found) => importFaults(path, found)), ...codeFaults(path, code)];
    return faults.map((fault) => `${path} ${fault}`);
  });
}

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

function importsOf(code: string): Import[] {
  const statements = [...code.matchAll(/^[ \t]*(import|export)\b([^;'"]*?)\bfrom\s*['"]([^'"]+)['"]/gm)].map(
    (found) => ({
      from: found[3]!,
      typeOnly: isTypeOnly(found[2]!.trim()),
    }),
  );
  // import('…'), import '…', and a file that is named to be run: new Worker(new URL('…', import.meta.url)).
  const others = [...code.matchAll(/\bimport\s*\(?\s*['"]([^'"]+)['"]|\bnew URL\(\s*['"](\.[^'"]+)['"]/g)];
  return [...statements, ...others.map((found) => ({ from: (found[1] ?? found[2])!, typeOnly: false }))];
}

/** `type X`, `type { … }`, or braces in which every name is a type. */
function isTypeOnly(clause: string): boolean {
  if (/^type\b/.test(clause)) return true;
  const names = /^\{([^}]*)\}$/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim()) ?? [''];
  return names.filter(Boolean).length > 0 && names.every((name) => name === '' || name.startsWith('type '));
}

function importFaults(path: string, { from, typeOnly }: Import): string[] {
  const room = roomOf(path);
  if (!from.startsWith('.')) {
    if (SQL.test(from) && room !== 'store') return [`imports ${from}: SQL lives in store/`];
    if (!typeOnly && PURE.includes(room) && OUTSIDE_WORLD.test(from))
      return [`imports ${from}: a pure room has no world of its own`];
    return [];
  }
  const target = posix.normalize(posix.join(posix.dirname(path), from));
  if (target.startsWith('..')) return []; // package.json, templates/: files, not rooms.
  const other = roomOf(target);
  if (other === CONFIG) {
    return typeOnly || MAY_READ_CONFIG.includes(room)
      ? []
      : [`imports ${target} as a value: its settings are handed in`];
  }
  return room === other || room === CONFIG ? configFaults(room, other, target) : streetFaults(room, other, target);
}

/** The configuration knows the floor and nothing else. */
const configFaults = (room: string, other: string, target: string): string[] =>
  room === CONFIG && other !== 'base' ? [`imports ${target}: the configuration stands on base/ only`] : [];

function streetFaults(room: string, other: string, target: string): string[] {
  const [here, there] = [lineOf(room), lineOf(other)];
  if (here < 0 || there < 0) return [`imports ${target}: ${here < 0 ? room : other} is no room of the street`];
  if (here === there) return [`imports ${target}: doors do not know each other`];
  return here < there ? [`imports ${target}: imports go down the street only`] : [];
}

function codeFaults(path: string, code: string): string[] {
  const impure = PURE.includes(roomOf(path)) && path !== MAKES_IDS;
  const faults = impure ? NOT_HANDED_IN.filter(([pattern]) => pattern.test(code)).map(([, fault]) => fault) : [];
  if (path !== BRANDS_VIEWS && /\bas\s+(readonly\s+)?TaskView\b/.test(code))
    faults.push('makes a TaskView: only tasks/visibility.ts may');
  if (path !== WRITES_EVENTS && path !== APPLIES_EVENTS && /\bapplyEvent\b/.test(code))
    faults.push('writes an event: only flow/perform.ts may, after decide');
  if (![APPLIES_EVENTS, ...WRITES_TASKS_TOO].includes(path) && WRITES_TASKS.test(code))
    faults.push('writes a task: only store/apply.ts may');
  return faults;
}

/** `flow/receive.ts` → `flow`; `main.ts` → `main`; the two files of the configuration are one. */
function roomOf(path: string): string {
  const first = path.split('/')[0]!.replace(/\.[jt]sx?$/, '');
  return first === 'config-schema' ? CONFIG : first;
}

const lineOf = (room: string): number => STREET.findIndex((line) => line.includes(room));

/** Strings stay: `//` inside an address is no comment. */
function withoutComments(text: string): string {
  const part = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
  return text.replace(part, (found) => (found.startsWith('/') ? ' ' : found));
}
