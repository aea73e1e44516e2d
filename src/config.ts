/**
 * File + environment → Config, or a list of everything that is wrong with it.
 *
 * The environment beats the file, the file beats the defaults. A key's environment name is its path in SCREAMING_SNAKE
 * behind POSTERN_: `http.publicUrl` is POSTERN_HTTP_PUBLIC_URL. Lists and objects are given as JSON.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { nearest } from './base/nearest.ts';
import { environmentName, isNullable, schema, settings, withoutWrapping } from './config-schema.ts';

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Parsed = z.output<typeof schema>;

/** What every part of the program reads. Paths are absolute; what was left to follow from other settings is filled in. */
export type Config = Frozen<ReturnType<typeof settle>>;

export interface ConfigFault {
  /** `smtp.port`; for a variable that means nothing its name; '' for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** Where the wrong value came from: the file, the name of the variable, or `default`. */
  readonly source: string;
}

export type Loaded =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly errors: readonly ConfigFault[] };

export interface ConfigSources {
  /** The value of `--config`. Without it POSTERN_CONFIG, then ./config.json if there is one. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Never throws: an unreadable file is a fault like any other. */
export function loadConfig(from: ConfigSources): Loaded {
  const { file, input, faults } = readFile(from);
  const { given, unknown } = readEnvironment(from.env);
  for (const { path, value } of given) place(input, path, value);
  const parsed = schema.safeParse(input, { error: say });
  const source = (path: string) => sourceOf(path, given, has(input, path) ? (file ?? 'default') : 'default');
  const wrong = parsed.success ? [] : parsed.error.issues.flatMap(toFaults);
  const checked = parsed.success ? parsed : schema.safeParse(without(input, wrong));
  const contradictions = checked.success ? contradictionsIn(checked.data) : [];
  const errors = [
    ...faults,
    ...[...wrong, ...contradictions].map((fault) => ({ ...fault, source: source(fault.path) })),
    ...unknown,
  ];
  if (errors.length > 0 || !parsed.success) return { ok: false, errors };
  return { ok: true, config: settle(parsed.data, from.cwd) };
}

interface Input {
  readonly file: string | null;
  readonly input: Record<string, unknown>;
  readonly faults: ConfigFault[];
}

function readFile({ file, env, cwd }: ConfigSources): Input {
  const asked = file ?? (env.POSTERN_CONFIG || undefined);
  const name = asked ?? 'config.json';
  const fault = (message: string): Input => ({ file: name, input: {}, faults: [{ path: '', message, source: name }] });
  let content: string;
  try {
    content = readFileSync(resolve(cwd, name), 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && asked === undefined) return { file: null, input: {}, faults: [] };
    return fault(code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${message}`);
  }
  try {
    const value: unknown = JSON.parse(content);
    return isRecord(value)
      ? { file: name, input: withoutComments(value), faults: [] }
      : fault('must hold one JSON object');
  } catch (error) {
    return fault(`is not JSON: ${(error as Error).message}`);
  }
}

/** JSON has no comments; a key that starts with `//` is one. */
function withoutComments(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('//'));
  return Object.fromEntries(kept.map(([key, part]) => [key, isRecord(part) ? withoutComments(part) : part]));
}

interface Given {
  readonly name: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** An empty variable is as good as none: compose files cannot leave one out. */
function readEnvironment(env: ConfigSources['env']): { given: Given[]; unknown: ConfigFault[] } {
  const known = new Map(settings().map((setting) => [environmentName(setting.path), setting]));
  const names = Object.keys(env).filter((name) => name.startsWith('POSTERN_') && name !== 'POSTERN_CONFIG');
  const set = names.filter((name) => known.has(name) && env[name]);
  // Sections before the keys in them, so that the nearer name wins whatever order the environment has.
  const given = set
    .map((name) => ({ name, path: known.get(name)!.path, value: readValue(env[name]!, known.get(name)!.schema) }))
    .sort((a, b) => a.path.length - b.path.length);
  const unknown = names
    .filter((name) => !known.has(name))
    .map((name) => ({
      path: name,
      message: `no setting has this name${didYouMean(name, [...known.keys(), 'POSTERN_CONFIG'])}`,
      source: 'environment',
    }));
  return { given, unknown };
}

/** Text stays text where text is asked for; elsewhere it is JSON, and what is not JSON is left for the schema to refuse. */
function readValue(raw: string, of: z.ZodType): unknown {
  if (raw === 'null' && isNullable(of)) return null;
  const asText = withoutWrapping(of).safeParse(raw);
  const wantsText =
    asText.success || !asText.error.issues.some(({ code }) => code === 'invalid_type' || code === 'invalid_union');
  if (wantsText) return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

/** Sets `path` in `input`. Where the file has something else than an object on the way, that stays, and the schema names it. */
function place(input: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let holder = input;
  for (const key of path.slice(0, -1)) {
    holder[key] ??= {};
    const next = holder[key];
    if (!isRecord(next)) return;
    holder = next;
  }
  holder[path.at(-1)!] = value;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list (in the environment as JSON)',
  object: 'an object (in the environment as JSON)',
};

/** Zod's own faults in the words of a person who edits a file; rules with words of their own keep them. */
const say: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined ? 'is missing' : `must be ${KINDS[issue.expected] ?? 'a whole number'}`;
};

function toFaults(issue: z.core.$ZodIssue): Omit<ConfigFault, 'source'>[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
  const siblings = settings().flatMap((s) => (isUnder(path, s.path) ? [s.path[path.length]!] : []));
  return issue.keys.map((key) => ({
    path: [...path, key].join('.'),
    message: `no such key${didYouMean(key, siblings)}`,
  }));
}

const isUnder = (parent: readonly string[], path: readonly string[]): boolean =>
  path.length > parent.length && parent.every((key, i) => path[i] === key);

const didYouMean = (word: string, known: string[]): string => {
  const guess = nearest(word, known);
  return guess ? `; did you mean ${guess}?` : '';
};

/** The input without the keys that are wrong, so that what contradicts each other among the rest is told in the same go. */
function without(input: Record<string, unknown>, faults: readonly { path: string }[]): Record<string, unknown> {
  const copy = structuredClone(input);
  for (const { path } of faults) {
    const keys = path.split('.');
    const holder = keys.slice(0, -1).reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), copy);
    if (isRecord(holder)) delete holder[keys.at(-1)!];
  }
  return copy;
}

/** What no single key can know. */
function contradictionsIn({ smtp, http, mail }: Parsed): Omit<ConfigFault, 'source'>[] {
  const { relay } = mail;
  const clear = relay !== null && !relay.secure && !needsTls(relay);
  const rules: [path: string, broken: boolean, message: string][] = [
    [
      'http.port',
      http.port !== 0 && http.port === smtp.port && http.host === smtp.host,
      'is the port of smtp.port too',
    ],
    ['mail.bouncePrefix', mail.bouncePrefix === mail.replyPrefix, 'must differ from mail.replyPrefix'],
    ['mail.direct', mail.direct !== null && relay !== null, 'goes without mail.relay: give one of them'],
    [
      'mail.relay.pass',
      relay !== null && (relay.user === null) !== (relay.pass === null),
      'goes with mail.relay.user: give both or none',
    ],
    [
      'mail.relay.pass',
      clear && relay.pass !== null && !isLoopback(relay.host),
      'would travel in the clear: set secure or requireTls',
    ],
  ];
  return rules.flatMap(([path, broken, message]) => (broken ? [{ path, message }] : []));
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.[\d.]+$/.test(host);

function sourceOf(path: string, given: readonly Given[], otherwise: string): string {
  const about = given.filter((g) => {
    const at = g.path.join('.');
    return path === at || path.startsWith(`${at}.`) || at.startsWith(`${path}.`);
  });
  return about.length > 0 ? about.map(({ name }) => name).join(', ') : otherwise;
}

const has = (input: Record<string, unknown>, path: string): boolean => isRecord(input) && path.split('.')[0]! in input;

function settle(parsed: Parsed, cwd: string) {
  const at = (path: string) => resolve(cwd, path);
  const { smtp, mail } = parsed;
  return {
    ...parsed,
    smtp: {
      ...smtp,
      hostname: smtp.hostname ?? mail.domain,
      tls: smtp.tls && { key: at(smtp.tls.key), cert: at(smtp.tls.cert) },
    },
    mail: {
      ...mail,
      capture: at(mail.capture),
      relay: mail.relay && { ...mail.relay, requireTls: needsTls(mail.relay) },
      dkim: mail.dkim && { ...mail.dkim, keyFile: at(mail.dkim.keyFile) },
    },
    keys: at(parsed.keys),
    database: parsed.database.includes('://') ? parsed.database : at(parsed.database),
    blobs: at(parsed.blobs),
  };
}

const needsTls = (relay: NonNullable<Parsed['mail']['relay']>): boolean => relay.requireTls ?? !isLoopback(relay.host);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
