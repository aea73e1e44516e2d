/**
 * Authentication-Results (RFC 8601) of a relay that we listed: it saw the client, we see only the relay. Only its own id counts,
 * and only the topmost header with it: a sender may have put one below.
 */
import { sameOrganisation } from './organisation.ts';
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
  const rows = plainWords(header).split(';').slice(1).map(rowOf);
  const of = (method: string): Row[] => rows.filter((row) => row.method === method);
  const spf = of('spf')[0];
  const spfDomain = (spf?.props.get('smtp.mailfrom') ?? spf?.props.get('smtp.helo') ?? '').split('@').pop() ?? '';
  // A relay judges once: of two verdicts one is somebody else's.
  const verdicts = of('dmarc').filter((row) => [undefined, domain].includes(row.props.get('header.from')));
  const dmarc = verdicts.find(({ result }) => result !== 'pass') ?? verdicts[0];
  return {
    spf: spf?.result ?? 'none',
    spfAligned: sameOrganisation(spfDomain, domain),
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
  return { domain: signer, result: row.result, aligned: sameOrganisation(signer, domain) };
}

/** `relay.example 1` → `relay.example`: the version is optional (§2.2). */
const idOf = (value: string): string => (plainWords(value).split(';')[0] ?? '').trim().split(/\s+/)[0]!.toLowerCase();

/**
 * Without comments, and quoted words as one word: both may hold what a sender wrote, like `MAIL FROM:<"x; dmarc=pass"@evil.example>`.
 * Nesting is counted, not matched; a backslash takes the next sign with it (RFC 5322 §3.2.1).
 */
function plainWords(value: string): string {
  let out = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    let char = value[at]!;
    if (char === '\\' && (quoted || depth > 0)) char = value[++at] === undefined ? '' : '_';
    else if (char === '"' && depth === 0) quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')') {
      depth = Math.max(0, depth - 1);
      continue;
    }
    if (depth === 0) out += quoted && /[\s;()=]/.test(char) ? '_' : char;
  }
  return out;
}
