/**
 * Handlebars, tied down: a template is text that was checked against a closed list of what it may do, then compiled once.
 * It sees only the plain values that it is handed (house rule 20); it cannot reach a prototype, a partial or the log.
 */
import Handlebars from 'handlebars';
import { HELPERS } from './template-helpers.ts';

/** `html` escapes every value, `text` none: a text part and a subject are not HTML. */
export type TemplateForm = 'html' | 'text';

export type Compiled = (values: Record<string, unknown>) => string;

export type TemplateFault =
  | { readonly kind: 'too-large' | 'too-many-values' | 'too-deep' }
  | { readonly kind: 'syntax'; readonly message: string }
  | { readonly kind: 'not-allowed'; readonly what: string; readonly line: number };

export const MAX_SOURCE = 64 * 1024;
export const MAX_VALUES = 500;
export const MAX_DEPTH = 32;
const MAX_OUTPUT = 512 * 1024;
/** `../` reaches at most three levels up. */
export const MAX_UP = 3;

/** More than any letter holds. */
export class TooLarge extends RangeError {
  override readonly name = 'TooLarge';
}

/** The compiled template, or what is wrong with it. */
export function compileTemplate(source: string, form: TemplateForm): Compiled | TemplateFault {
  const key = `${form}\0${source}`;
  const known = cache.get(key);
  if (known) return known;
  const fault = checkTemplate(source);
  if (fault) return fault;
  const run = engine.compile(source, {
    knownHelpersOnly: true,
    knownHelpers: KNOWN_HELPERS,
    noEscape: form === 'text',
    strict: false,
  });
  const compiled: Compiled = (values) => {
    const out = run(values, RUNTIME);
    if (out.length > MAX_OUTPUT) throw new TooLarge(`A template made ${out.length} characters of ${MAX_OUTPUT}`);
    return out;
  };
  if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value!);
  cache.set(key, compiled);
  return compiled;
}

/** What is wrong with this template, or null. Every template of ours and of an admin passes here before it is compiled. */
export function checkTemplate(source: string): TemplateFault | null {
  if (Buffer.byteLength(source) > MAX_SOURCE) return { kind: 'too-large' };
  if (source.split('{{').length - 1 > MAX_VALUES) return { kind: 'too-many-values' };
  try {
    return checkNode(engine.parse(source) as unknown as Node, 0);
  } catch (error) {
    return { kind: 'syntax', message: error instanceof Error ? error.message : String(error) };
  }
}

export const isFault = (made: Compiled | TemplateFault): made is TemplateFault => typeof made !== 'function';

/** HTML that is already safe, for the few values that carry formatting. Never a string that a person wrote. */
export const safeHtml = (html: string): object => new engine.SafeString(html);

const engine = makeEngine();
const KNOWN_HELPERS = Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true]));
const RUNTIME = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;
const MAX_CACHED = 500;
const cache = new Map<string, Compiled>();

function makeEngine(): typeof Handlebars {
  const own = Handlebars.create();
  for (const name of ['log', 'lookup']) own.unregisterHelper(name);
  for (const [name, helper] of Object.entries(HELPERS)) own.registerHelper(name, helper);
  return own;
}

/** As much of Handlebars' syntax tree as the check looks at. */
interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
  readonly escaped?: boolean;
  readonly depth?: number;
  readonly original?: string | number;
  readonly path?: Node;
  readonly [key: string]: unknown;
}

export const BLOCKS = new Set(['if', 'unless', 'each', 'with']);
const ALLOWED = new Set([
  'Program',
  'ContentStatement',
  'CommentStatement',
  'MustacheStatement',
  'BlockStatement',
  'SubExpression',
  'PathExpression',
  'Hash',
  'HashPair',
  'StringLiteral',
  'NumberLiteral',
  'BooleanLiteral',
]);
const FORBIDDEN_NAMES = /^(constructor|prototype|__proto__|__define|__lookup)/;

function checkNode(node: Node, depth: number): TemplateFault | null {
  if (depth > MAX_DEPTH * 2) return { kind: 'too-deep' };
  const refused = refuse(node);
  if (refused !== null) return { kind: 'not-allowed', what: refused, line: node.loc?.start.line ?? 0 };
  for (const child of children(node)) {
    const fault = checkNode(child, depth + 1);
    if (fault) return fault;
  }
  return null;
}

/** What this node does that a template may not, or null. */
function refuse(node: Node): string | null {
  if (!ALLOWED.has(node.type)) return node.type;
  if (node.type === 'MustacheStatement' && node.escaped === false) return 'unescaped output';
  if (node.type === 'BlockStatement' && !BLOCKS.has(String(node.path?.original))) return `block ${node.path?.original}`;
  if (node.type === 'MustacheStatement' || node.type === 'SubExpression') return refuseCall(node);
  if (node.type !== 'PathExpression') return null;
  if ((node.depth ?? 0) > MAX_UP) return 'too many ../';
  const parts = node.parts as readonly string[];
  return parts.find((part) => FORBIDDEN_NAMES.test(part)) ?? null;
}

/** `{{name value}}` must be a helper of ours. Those that Handlebars brings are blocks here, or nobody's: alone they would be called. */
function refuseCall(node: Node): string | null {
  const name = String(node.path?.original);
  const called =
    (node.params as readonly unknown[]).length > 0 || node.hash !== undefined || node.type === 'SubExpression';
  const unknown = called ? !Object.hasOwn(HELPERS, name) : BROUGHT.has(name);
  return unknown ? `helper ${name}` : null;
}

const BROUGHT = new Set(['log', 'lookup', 'helperMissing', 'blockHelperMissing', ...BLOCKS]);

const children = (node: Node): Node[] =>
  Object.values(node)
    .flat()
    .filter((v): v is Node => typeof v === 'object' && v !== null && typeof (v as Node).type === 'string');
