/**
 * What is wrong with a template of an account's own, all of it at once and each with its place: before it is kept, in the editor's
 * margin, in `postern templates check`. What passes here renders for every letter of its kind, and no value can change its shape.
 */
import { nearest } from '../base/nearest.ts';
import type { NotificationType } from '../people/account.ts';
import { meaningless } from './date-pattern.ts';
import { PROJECT_FIELDS } from './own-around.ts';
import {
  ADDRESSES,
  BETWEEN_TAGS,
  isHarmlessAddress,
  type Place,
  REFUSED_TAGS,
  readOn,
  type Seen,
  sameSpot,
} from './own-html.ts';
import { leftBlock, originalNotation } from './own-import.ts';
import { isError, type Problem, type ProblemCode } from './own-problems.ts';
import { meant, type Path, resolve, type Scopes } from './own-scope.ts';
import { type Node, nameOfNode, parseSource, pathText, readSource, type Span, spotIn } from './own-syntax.ts';
import type { OwnTemplate, OwnWords } from './own-template.ts';
import type { Variable } from './own-variable.ts';
import { COMMENT_TEXT, DESCRIPTION, variablesFor } from './own-variables.ts';
import { BLOCKS, checkTemplate, MAX_DEPTH, MAX_SOURCE, MAX_VALUES, type TemplateFault } from './template.ts';
import { HELPERS } from './template-helpers.ts';

export type Part = Problem['part'];

/** Everything about one language's words. */
export function checkWords(event: NotificationType, words: OwnWords): Problem[] {
  const html = checkPart(event, 'html', words.html);
  const text = words.text === null ? null : checkPart(event, 'text', words.text);
  return [
    ...checkSubject(event, words.subject),
    ...html.problems,
    ...missingWords(event, 'html', html),
    ...(text ? [...text.problems, ...missingWords(event, 'text', text)] : []),
  ];
}

/** What is worth a word although it may be kept. */
export const checkSwitches = ({ addDashboardLink }: Pick<OwnTemplate, 'addDashboardLink'>): Problem[] =>
  addDashboardLink ? [] : [{ ...AT_START, severity: 'warning', code: 'no-dashboard-link', part: 'html' }];

/** Whether this language's words bring the description (D2: what was sent may be read on the dashboard). */
export const bringsDescription = (words: OwnWords): boolean =>
  checkPart('N1', 'html', words.html).shown.has(DESCRIPTION) ||
  (words.text !== null && checkPart('N1', 'text', words.text).shown.has(DESCRIPTION));

const AT_START = { line: 1, column: 1, length: 0, name: '', suggestion: null } as const;

interface Checked {
  readonly problems: readonly Problem[];
  /** The variables that are written out: what stands in a condition alone is not. */
  readonly shown: ReadonlySet<Variable>;
  /** Of these the ones that are written out in each letter, whatever its conditions and loops come to. */
  readonly always: ReadonlySet<Variable>;
}

function checkSubject(event: NotificationType, source: string): readonly Problem[] {
  const { problems } = checkPart(event, 'subject', source);
  const plain = source.replace(/\s+/g, '');
  const usual = /^(?:re:)?\{\{(?:task\.title|Задача\.(?:Название|\[Название\]))\}\}$/i.test(plain);
  const other: Problem = {
    ...AT_START,
    severity: 'warning',
    code: 'other-subject',
    part: 'subject',
    length: source.length,
  };
  return usual || problems.some(isError) ? problems : [...problems, other];
}

/** Without these the reader would learn nothing: N2 is made for them, N1 may be a mere sign. */
const WORDS: Partial<Record<NotificationType, { of: Variable; name: string; severity: Problem['severity'] }>> = {
  N1: { of: DESCRIPTION, name: 'task.description', severity: 'warning' },
  N2: { of: COMMENT_TEXT, name: 'comment.text', severity: 'error' },
};

function missingWords(event: NotificationType, part: Part, { shown, always, problems }: Checked): Problem[] {
  const wanted = WORDS[event];
  if (!wanted || problems.some(isError)) return [];
  const { of, name, severity } = wanted;
  if (!shown.has(of)) return [{ ...AT_START, severity, code: 'no-words', part, name }];
  // Where they are left out all the same the standard letter goes (own-render.ts).
  const unsure = severity === 'error' && !always.has(of);
  return unsure ? [{ ...AT_START, severity: 'warning', code: 'words-in-block', part, name }] : [];
}

export function checkPart(event: NotificationType, part: Part, typed: string): Checked {
  const problems: Problem[] = [];
  const shown = new Set<Variable>();
  let always = new Set<Variable>();
  const source = readSource(typed);
  const { at } = source;

  const tell = (
    code: ProblemCode,
    [from, to]: Span,
    name = '',
    suggestion: string | null = null,
    severity: Problem['severity'] = 'error',
  ) => problems.push({ severity, code, part, ...source.spot([from, to]), name, suggestion });
  const done = (): Checked => ({ problems: problems.slice(0, MAX_PROBLEMS), shown, always });

  if (typed.trim() === '') tell('empty', START);
  if (Buffer.byteLength(typed) > MAX_SOURCE) tell('too-large', START);
  if (typed.split('{{').length - 1 > MAX_VALUES) tell('too-many', START);
  if (problems.length > 0) return done();

  const mark = (code: ProblemCode, from: number, length: number, severity: Problem['severity'] = 'error') => {
    if (from >= 0) problems.push({ severity, code, part, ...spotIn(typed, from, length), name: '', suggestion: null });
  };
  mark('original-notation', originalNotation(typed), 3);
  if (problems.length > 0) return done();
  mark('left-block', leftBlock(typed), '{{!-- '.length + 1);
  mark('escaped', typed.search(/(?<!\\)\\\{\{/), '\\{{'.length, 'warning');
  const parsed = parseSource(source);
  if (!parsed.ok) {
    tell(parsed.code, [parsed.at, parsed.at], parsed.name);
    return done();
  }

  const seen: Seen = {
    tag: (name, from) => {
      if (REFUSED_TAGS.has(name)) tell('refused-tag', [from, from + name.length + 1], name);
    },
    attribute: (tag, name, value, from) => {
      if (name.startsWith('on') || (tag === 'meta' && name === 'http-equiv' && /refresh/i.test(value))) {
        tell('refused-attribute', [from, from], name);
      } else if (ADDRESSES.has(name)) {
        if (value !== '' && !isHarmlessAddress(value)) tell('refused-address', [from, from], value.slice(0, 60));
        else if (tag === 'img' && /^https?:/i.test(value)) tell('remote-image', [from, from], '', null, 'warning');
      }
    },
  };

  const walk = (node: Node, scopes: Scopes, from: Place, depth: number): Place => {
    let place = from;
    for (const child of node.body as Node[]) place = statement(child, scopes, place, depth);
    return place;
  };

  const statement = (node: Node, scopes: Scopes, place: Place, depth: number): Place => {
    switch (node.type) {
      case 'ContentStatement':
        return part === 'html' ? readOn(place, String(node.original), at(node)[0], seen) : place;
      case 'CommentStatement':
        return place;
      case 'MustacheStatement':
        return mustache(node, scopes, place);
      case 'BlockStatement':
        return block(node, scopes, place, depth);
      default:
        tell('not-allowed', at(node), nameOfNode(node));
        return place;
    }
  };

  const mustache = (node: Node, scopes: Scopes, place: Place): Place => {
    if (node.escaped === false) tell('unescaped', at(node));
    const out = written(node, scopes);
    if (out === null) return place;
    const name = pathText(node.path as Node);
    if (out.kind === 'object' || out.kind === 'person') tell('is-object', at(node), name, firstField(name, out));
    else if (out.kind === 'list') tell('is-list', at(node), name);
    else {
      if (out.variable) for (const found of [shown, always]) found.add(out.variable);
      if (part === 'html') placed(node, out, name, place);
    }
    return place.kind === 'value' || place.kind === 'bare-value' ? { ...place, value: `${place.value}x` } : place;
  };

  const placed = (node: Node, out: Out, name: string, place: Place): void => {
    const refuse = (code: ProblemCode, what = name) => tell(code, at(node), what);
    if (place.kind === 'tag') refuse('in-tag');
    else if (place.kind === 'bare-value') refuse('unquoted');
    else if (place.kind === 'comment' || place.kind === 'raw') refuse('in-code');
    else if (place.kind === 'value') {
      const { attribute, value } = place;
      if (attribute.startsWith('on') || attribute === 'style' || attribute === 'srcset')
        refuse('in-handler', attribute);
      else if (out.kind === 'html') refuse('html-in-attribute');
      else if (ADDRESSES.has(attribute)) {
        const begun = /^(https?:\/\/[^/?#\s]+[/?#]|mailto:|tel:)/i.test(value);
        if (!(value === '' ? out.kind === 'url' : begun && out.encoded)) refuse('not-url');
      }
    }
  };

  const block = (node: Node, scopes: Scopes, place: Place, depth: number): Place => {
    const name = pathText(node.path as Node);
    if (depth > MAX_DEPTH) {
      tell('too-deep', at(node), name);
      return place;
    }
    if (!BLOCKS.has(name)) {
      tell('unknown-block', at(node.path as Node), name, nearest(name, BLOCKS));
      return place;
    }
    const [first] = node.params as Node[];
    const over = first ? argument(first, scopes) : null;
    if (!first) tell('syntax', at(node), name);
    const inner = innerScopes(name, over, scopes);
    if (name === 'each' && over !== null && over.kind !== 'list') {
      tell('not-list', at(node.path as Node), pathText(first!));
    }
    const [yes, no] = [node.program, node.inverse].map((way, i) =>
      alone(() => (way ? walk(way as Node, i === 0 ? inner : scopes, place, depth + 1) : place)),
    ) as [Way, Way];
    const entered = name === 'with' && !over?.variable?.optional;
    // Where a value is missing its own condition leaves out nothing of it, but everything else.
    const itsOwn = (one: Variable) => name === 'if' && one === over?.variable;
    for (const one of yes.always) if (entered || no.always.has(one) || itsOwn(one)) always.add(one);
    const ways = [yes.end, no.end];
    if (!ways.every((end) => sameSpot(end, place))) tell('half-tag', at(node.path as Node), name);
    return place.kind === 'value' ? { ...place, value: `${place.value}x` } : place;
  };

  /** One way through a block: where it ends, and what it always writes. */
  const alone = (go: () => Place): Way => {
    const outside = always;
    always = new Set();
    const end = go();
    const way = { end, always };
    always = outside;
    return way;
  };

  /** What a mustache or a call writes; null: told already. */
  const written = (node: Node, scopes: Scopes): Out | null => {
    const params = node.params as Node[];
    const called = params.length > 0 || node.hash !== undefined || node.type === 'SubExpression';
    if (!called) return argument(node.path as Node, scopes);
    const name = pathText(node.path as Node);
    if (!Object.hasOwn(HELPERS, name)) {
      tell('unknown-helper', at(node.path as Node), name, nearest(name, Object.keys(HELPERS)));
      return null;
    }
    const pairs = node.hash ? ((node.hash as Node).pairs as Node[]).map((pair) => pair.value as Node) : [];
    for (const one of [...params, ...pairs]) {
      const given = argument(one, scopes);
      if (given === null) return null;
      const refused = TAKES_ANYTHING.has(name) ? null : NOT_HANDED[given.kind];
      if (refused) tell(refused, at(one), pathText(one));
    }
    if (name === 'date') dated(params, scopes);
    return { kind: 'text', encoded: name === 'encode' };
  };

  const dated = ([value, pattern]: readonly Node[], scopes: Scopes): void => {
    const found = value?.type === 'PathExpression' ? resolve(value as unknown as Path, scopes) : null;
    if (found && found.kind !== 'date') tell('not-date', at(value!), pathText(value!));
    const odd = pattern?.type === 'StringLiteral' ? meaningless(String(pattern.value)) : null;
    if (odd !== null) tell('date-pattern', at(pattern!), odd);
  };

  const argument = (node: Node, scopes: Scopes): Out | null => {
    if (node.type === 'SubExpression') return written(node, scopes);
    if (node.type !== 'PathExpression')
      return /^(String|Number|Boolean)Literal$/.test(node.type) ? { kind: 'text', encoded: false } : refuseNode(node);
    const path = node as unknown as Path;
    const found = resolve(path, scopes);
    if (found === null) {
      tell('unknown', at(node), pathText(node), meant(path, scopes));
      return null;
    }
    // Once is enough: who has read the first has read them all. A condition says it too.
    if (PROJECT_FIELDS.includes(found) && !problems.some((p) => p.code === 'project-told'))
      tell('project-told', at(node), pathText(node), null, 'warning');
    return { kind: found.kind, encoded: false, variable: found };
  };

  const refuseNode = (node: Node): null => {
    tell('not-allowed', at(node), nameOfNode(node));
    return null;
  };

  const end = walk(parsed.program, [variablesFor(event)], BETWEEN_TAGS, 0);
  if (part === 'html' && end.kind !== 'text') tell('unfinished-tag', [source.text.length, source.text.length], end.tag);
  // What compiles it has the last word: nothing may be kept that no letter can be made with.
  const fault = problems.some(isError) ? null : checkTemplate(source.text);
  if (fault) tell(FAULTS[fault.kind], START, fault.kind === 'not-allowed' ? fault.what : '');
  else if (part === 'html' && Buffer.byteLength(typed) > HEAVY) tell('heavy', START, '', null, 'warning');
  return done();
}

interface Way {
  readonly end: Place;
  readonly always: ReadonlySet<Variable>;
}

interface Out {
  readonly kind: Variable['kind'];
  readonly encoded: boolean;
  /** Absent: a function or a literal wrote it. */
  readonly variable?: Variable;
}

const FAULTS = {
  'too-large': 'too-large',
  'too-many-values': 'too-many',
  'too-deep': 'too-deep',
  syntax: 'syntax',
  'not-allowed': 'not-allowed',
} as const satisfies Record<TemplateFault['kind'], ProblemCode>;

const MAX_PROBLEMS = 100;
/** What is left of Gmail's 102 kB besides words, history and frame at their longest (variables.ts). */
const HEAVY = 12 * 1024;
const START: Span = [0, 0];

const TAKES_ANYTHING: ReadonlySet<string> = new Set(['join', 'and', 'or', 'not']);
/** What the other functions would write out as it is. */
const NOT_HANDED: Partial<Record<Variable['kind'], ProblemCode>> = {
  html: 'formatted',
  list: 'is-list',
  person: 'is-object',
  object: 'is-object',
};

/** Where the names of a block's inside begin. */
function innerScopes(block: string, over: Out | null, scopes: Scopes): Scopes {
  if ((block !== 'each' && block !== 'with') || over === null) return scopes;
  return [...scopes, over.variable?.fields ?? []];
}

const firstField = (name: string, out: Out): string | null =>
  out.variable?.fields?.[0] ? `${name}.${out.variable.fields[0].name}` : null;
