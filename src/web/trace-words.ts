/**
 * The decision trace in words: «why did this mail end up here?», for people who run an office and not a mail server. What only a
 * postmaster reads (results of checks, repairs, milliseconds) comes apart.
 */
import type { Clue, Trace } from '../flow/trace.ts';
import { FOLD_BELOW } from '../mail/reply.ts';
import type { Language } from '../people/person.ts';
import type { Say } from './words.ts';

export interface Told {
  readonly chapters: readonly { readonly heading: string; readonly lines: readonly string[] }[];
  readonly technical: readonly string[];
}

interface Speaking {
  readonly say: Say;
  readonly language: Language;
}

export function tellTrace(trace: Trace, { say, language }: Speaking): Told {
  const told = (heading: string, ...lines: (string | null)[]) => ({
    heading,
    lines: lines.filter((line) => line !== null),
  });
  const chapters = [
    told(say('trace.kind'), say(`trace.kind.${trace.kind}`)),
    told(say('trace.clues'), ...cluesOf(trace, say)),
    told(say('trace.proof'), say(`trace.proof.${trace.proof.verdict}`), checksOf(trace, say)),
    told(say('trace.rule'), ...ruleOf(trace, say)),
    told(say('trace.text'), ...textOf(trace, say, language)),
  ];
  return { chapters: chapters.filter(({ lines }) => lines.length > 0), technical: technicalOf(trace, say, language) };
}

/** Carriers with a signature: that it is ours is half of the answer. */
const SIGNED: ReadonlySet<Clue['clue']> = new Set([
  'reply-address',
  'bounce-address',
  'message-id',
  'mark',
  'dashboard-link',
]);
/** Their name says already where they stand. */
const PLACED: ReadonlySet<Clue['clue']> = new Set(['subject', 'sender', 'own-thread']);

function cluesOf({ clues }: Trace, say: Say): string[] {
  const lines = clues.map((clue) => {
    const name = say(`clue.${clue.clue}`) + (PLACED.has(clue.clue) ? '' : ` ${say(`clue.where.${clue.where}`)}`);
    const facts = [
      SIGNED.has(clue.clue) && clue.why !== 'forged' ? say('clue.signed') : null,
      clue.task === null ? null : say('clue.task', { number: clue.task }),
      clue.why === null ? null : say(`clue.why.${clue.why}`),
    ].filter((fact) => fact !== null);
    return `${name}${facts.length > 0 ? `: ${facts.join(', ')}` : ''} → ${say(`clue.${clue.result}`)}`;
  });
  return clues.some(({ result }) => result === 'used') ? lines : [...lines, say('clue.none')];
}

/** "SPF pass, DKIM pass (d=client.example), DMARC pass". */
function checksOf({ proof }: Trace, say: Say): string {
  // A mail without a signature has one result, of no domain.
  const signatures = proof.dkim.filter(({ domain }) => domain !== '');
  const dkim = signatures.map(
    ({ result, domain, aligned }) =>
      `DKIM ${result} (d=${domain}${aligned || result !== 'pass' ? '' : `, ${say('trace.other-domain')}`})`,
  );
  const checks = [`SPF ${proof.spf}`, ...(dkim.length > 0 ? dkim : ['DKIM none']), `DMARC ${proof.dmarc}`];
  return say('trace.checks', { checks: checks.join(', ') });
}

const VERDICTS: ReadonlySet<string> = new Set([
  'speak-as-person',
  'speak-as-known',
  'speak-as-new-contact',
  'hold',
  'reject',
  'new-task',
]);
const OVERRIDES: ReadonlySet<string> = new Set(['accept', 'trust']);

function ruleOf({ identity, proof }: Trace, say: Say): string[] {
  if (!identity) return [];
  const { tie, from, verdict, override } = identity;
  const decided = override && OVERRIDES.has(override) ? [say(`trace.override.${override}`)] : [];
  const sure = override ? 'decided' : proof.verdict;
  const facts = [say(`trace.tie.${tie}`), say(`trace.from.${tie}.${from}`), say(`trace.proof.short.${sure}`)];
  const result = VERDICTS.has(verdict) ? say(`trace.verdict.${verdict}`) : verdict;
  return [...decided, `${facts.join(', ')} → ${result}`];
}

const METHODS: ReadonlySet<string> = new Set(['alignment', 'markup', 'headers', 'quotes', 'whole']);

function textOf({ kind, reply, subjectChanged }: Trace, say: Say, language: Language): string[] {
  const changed = subjectChanged ? [say('trace.subject-changed')] : [];
  if (kind === 'bounce' || kind === 'complaint' || kind === 'own') return changed;
  const [method = ''] = reply.method.split('+');
  const how = METHODS.has(method) ? say(`trace.method.${method}`) : method;
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(reply.confidence);
  const pieces = removedByKind(reply.removed).map(([what, n]) =>
    say(`trace.removed.${what}`, { n, count: new Intl.NumberFormat(language).format(n) }),
  );
  const all = { pieces: pieces.join('; ') };
  const removed = reply.confidence < FOLD_BELOW ? say('trace.folded', all) : say('trace.removed', all);
  const sentence = pieces.length === 0 ? say('trace.removed-nothing') : removed;
  return [sentence, say('trace.method', { how, percent }), ...changed];
}

function removedByKind(removed: Trace['reply']['removed']) {
  const sums = new Map<(typeof removed)[number]['kind'], number>();
  for (const { kind, characters } of removed) sums.set(kind, (sums.get(kind) ?? 0) + characters);
  return [...sums];
}

const STAGES: ReadonlySet<string> = new Set(['parse', 'reply', 'proof', 'place', 'align', 'decide', 'write']);

function technicalOf({ proof, repairs, took }: Trace, say: Say, language: Language): string[] {
  const milliseconds = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const times = Object.entries(took).map(
    ([stage, ms]) => `${STAGES.has(stage) ? say(`trace.took.${stage}`) : stage} ${milliseconds.format(ms)}`,
  );
  return [
    ...proof.notes,
    ...(proof.arc === 'none' ? [] : [`ARC ${proof.arc}`]),
    ...(repairs.length > 0 ? [say('trace.repairs', { repairs: repairs.join('; ') })] : []),
    ...(times.length > 0 ? [say('trace.took', { times: times.join(', ') })] : []),
  ];
}
