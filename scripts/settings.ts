/**
 * Writes what the schema of the configuration knows into the places where people read it: config.example.json and the
 * table in docs/operator.md. Run `npx tsx scripts/settings.ts` after changing a setting; a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentName, isNullable, type Setting, settings } from '../src/config-schema.ts';

const BEGIN = '<!-- settings: made by scripts/settings.ts -->';
const END = '<!-- /settings -->';

/** What stands beside a section that is null by default, under a key that the reader of the file passes over. */
const SAMPLES: Readonly<Record<string, object>> = {
  'smtp.tls': { key: '/etc/postern/tls.key', cert: '/etc/postern/tls.crt' },
  'mail.relay': {
    host: 'smtp.example.net',
    port: 587,
    secure: false,
    requireTls: null,
    user: 'postern',
    pass: '…',
    connections: 5,
  },
  'mail.direct': { connections: 3, perMinute: 60, port: 25, allowPrivate: false },
  'mail.dkim': { domain: 'example.net', selector: 'postern', keyFile: '/etc/postern/dkim.pem' },
};

/** The content of config.example.json. */
export function exampleFile(): string {
  const all: Record<string, unknown> = {
    '//': 'Every key with its default. What each means: docs/operator.md. A key that starts with // is a comment.',
  };
  const sections = new Map<string, Record<string, unknown>>([['', all]]);
  for (const { path } of settings()) {
    const parent = path.slice(0, -1).join('.');
    if (SAMPLES[parent]) continue;
    if (!sections.has(parent)) sections.set(parent, {});
    const section = sections.get(parent)!;
    if (parent) all[parent] = section;
    const name = path.join('.');
    section[path.at(-1)!] = defaultOf(path);
    if (SAMPLES[name]) section[`// ${path.at(-1)}`] = SAMPLES[name];
  }
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** The page with its table renewed. */
export function withTable(page: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`docs/operator.md has lost its marks ${BEGIN} and ${END}`);
  return `${page.slice(0, from)}${BEGIN}\n${table()}\n${page.slice(to)}`;
}

function table(): string {
  const rows = settings().map(
    (setting) =>
      `| \`${setting.path.join('.')}\` | \`${environmentName(setting.path)}\` | ${written(setting)} | ${about(setting)} |`,
  );
  return ['| key | environment | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function about({ path, schema: of }: Setting): string {
  const meaning = of.description;
  if (!meaning) throw new Error(`The setting ${path.join('.')} has no description`);
  return meaning;
}

function written({ path, schema: of }: Setting): string {
  const value = of.safeParse(undefined).success ? defaultOf(path) : undefined;
  if (value === undefined) return isNullable(of) ? '`null`' : 'needed';
  return `\`${JSON.stringify(value)}\``;
}

/** The default as it is written in a file, before the schema turns it into what the program uses. */
function defaultOf(path: readonly string[]): unknown {
  const setting = settings().find((s) => s.path.join('.') === path.join('.'))!;
  let of = setting.schema as { _zod: { def: { defaultValue?: unknown; innerType?: unknown; in?: unknown } } };
  for (;;) {
    const { def } = of._zod;
    if ('defaultValue' in def) return def.defaultValue;
    const inner = def.innerType ?? def.in;
    if (!inner) return undefined;
    of = inner as typeof of;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = (name: string) => new URL(`../${name}`, import.meta.url);
  writeFileSync(at('config.example.json'), exampleFile());
  writeFileSync(at('docs/operator.md'), withTable(readFileSync(at('docs/operator.md'), 'utf8')));
}
