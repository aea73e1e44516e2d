/** What a name in a template means where it stands: `{{#each}}` and `{{#with}}` go into a variable, `../` comes out again. */
import { nearest } from '../base/nearest.ts';
import type { Variable } from './own-variable.ts';
import { LOOP_DATA, namesOf } from './own-variables.ts';

/** From the root inwards. */
export type Scopes = readonly (readonly Variable[])[];

/** As much of Handlebars' PathExpression as counts. */
export interface Path {
  readonly original: string;
  readonly parts: readonly string[];
  readonly depth: number;
  /** `@index` */
  readonly data: boolean;
}

const COUNT: Variable = { name: 'index', russian: ['index'], kind: 'number', says: { en: '', ru: '' } };
const THIS: Variable = { name: 'this', russian: ['this'], kind: 'object', says: { en: '', ru: '' } };

export function resolve(path: Path, scopes: Scopes): Variable | null {
  if (path.data) {
    const [name] = path.parts;
    return path.parts.length === 1 && (LOOP_DATA as readonly string[]).includes(name ?? '') ? COUNT : null;
  }
  let fields = scopes.at(-1 - path.depth);
  if (!fields) return null;
  let found: Variable = { ...THIS, fields };
  for (const part of path.parts) {
    const next: Variable | undefined = fields?.find((v) => namesOf(v).includes(part));
    if (!next) return null;
    found = next;
    fields = next.kind === 'list' ? undefined : next.fields;
  }
  return found;
}

/** The name that was most likely meant, written as it would have to be here; null: none is near. */
export function meant(path: Path, scopes: Scopes): string | null {
  const typed = path.original.replace(/[[\]]/g, '');
  return nearest(typed, spelled(scopes)) ?? byLastName(path, scopes);
}

const steps = (name: string): number => name.split('.').length;

/** `{{title}}` where `{{task.title}}` was meant: the nearest to the root. */
function byLastName(path: Path, scopes: Scopes): string | null {
  const last = path.parts.at(-1)?.toLowerCase();
  const found = spelled(scopes).filter((name) => name.toLowerCase().endsWith(`.${last}`));
  return found.sort((a, b) => steps(a) - steps(b))[0] ?? null;
}

/** Every name that can stand here, in both languages, through `../` too. */
function spelled(scopes: Scopes): string[] {
  return scopes.toReversed().flatMap((fields, up) => fields.flatMap((v) => inside(v, '../'.repeat(up))));
}

function inside(variable: Variable, before: string): string[] {
  return namesOf(variable).flatMap((name, language) => withFields(variable, before + name, language > 0));
}

function withFields({ kind, fields = [] }: Variable, path: string, russian: boolean): string[] {
  const inner = kind === 'list' ? [] : fields;
  return [path, ...inner.flatMap((f) => inLanguage(f, russian).flatMap((n) => withFields(f, `${path}.${n}`, russian)))];
}

const inLanguage = (variable: Variable, russian: boolean): readonly string[] =>
  russian ? variable.russian : [variable.name];
