/**
 * Authentication-Results (RFC 8601) of a relay that we listed: it saw the client, we see only the relay. Only its own id counts,
 * and only the topmost header with it: a sender may have put one below.
 */
import type { DkimResult, Findings } from './proof.ts';

/** What the relay found, or null when it wrote nothing. `domain`: that of From; results for another domain prove nothing. */
export function believedResults(
  headers: ReadonlyMap<string, readonly string[]>,
  authservId: string,
  domain: string,
): Findings | null {
  const wanted = authservId.toLowerCase();
  const header = (headers.get('authentication-results') ?? []).find((value) => idOf(value) === wanted);
  if (header === undefined) return null;
  const rows = withoutComments(header).split(';').slice(1).map(rowOf);
  const of = (method: string): Row[] => rows.filter((row) => row.method === method);
  const spf = of('spf')[0];
  const spfDomain = (spf?.props.get('smtp.mailfrom') ?? spf?.props.get('smtp.helo') ?? '').split('@').pop() ?? '';
  const dmarc = of('dmarc').find((row) => [undefined, domain].includes(row.props.get('header.from')));
  return {
    spf: spf?.result ?? 'none',
    spfAligned: spfDomain !== '' && aligned(spfDomain, domain),
    dkim: of('dkim').map((row) => dkimOf(row, domain)),
    dmarc: dmarc?.result === 'bestguesspass' ? 'none' : (dmarc?.result ?? 'none'),
    arc: of('arc')[0]?.result ?? 'none',
    notes: [`Authentication-Results of ${authservId} believed`],
  };
}

interface Row {
  readonly method: string;
  readonly result: string;
  readonly props: ReadonlyMap<string, string>;
}

function rowOf(text: string): Row {
  const words = text.trim().toLowerCase().split(/\s+/);
  const [method = '', result = ''] = (words[0] ?? '').split('=');
  const props = new Map<string, string>();
  for (const word of words.slice(1)) {
    const equals = word.indexOf('=');
    const name = word.slice(0, equals);
    if (equals > 0 && !props.has(name)) props.set(name, word.slice(equals + 1).replace(/^"|"$/g, ''));
  }
  return { method: method.split('/')[0]!, result, props };
}

function dkimOf(row: Row, domain: string): DkimResult {
  const signer = row.props.get('header.d') ?? (row.props.get('header.i') ?? '').split('@').pop() ?? '';
  return { domain: signer, result: row.result, aligned: aligned(signer, domain) };
}

/** `relay.example 1` → `relay.example`: the version is optional (§2.2). */
const idOf = (value: string): string =>
  (withoutComments(value).split(';')[0] ?? '').trim().split(/\s+/)[0]!.toLowerCase();

/** Comments are free text, which an attacker may have had a hand in. Nesting is counted, not matched. */
function withoutComments(value: string): string {
  let out = '';
  let depth = 0;
  for (const char of value) {
    if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += char;
  }
  return out;
}

const aligned = (a: string, b: string): boolean =>
  a !== '' && b !== '' && (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`));
