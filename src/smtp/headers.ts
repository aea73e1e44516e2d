/**
 * What can be said about a mail from its header block while it is still coming in: never more than one line's
 * beginning is held, whatever the size of the block. Only the outer header counts, not that of an attached mail.
 */
import { HOP_HEADER } from '../base/token.ts';

export type HeaderFault = 'manyFrom' | 'loop';

export interface HeaderGuard {
  push(chunk: Buffer): void;
  readonly fault: HeaderFault | null;
}

// RFC 5321 §6.3: a large limit, normally at least 100 Received; mails that real people send have fewer than 20.
const MOST: ReadonlyMap<string, { most: number; fault: HeaderFault }> = new Map([
  ['from', { most: 1, fault: 'manyFrom' }],
  ['received', { most: 50, fault: 'loop' }],
  // A mail with several has been through us again and again.
  [HOP_HEADER, { most: 5, fault: 'loop' }],
]);
const NAME_BYTES = 80;
const LF = 10;

export function makeHeaderGuard(): HeaderGuard {
  const seen = new Map<string, number>();
  let head = '';
  let over = false;
  let fault: HeaderFault | null = null;

  function line(): void {
    const name = nameOf(head);
    const limit = name === null ? undefined : MOST.get(name);
    if (name === null || !limit) return;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count > limit.most) fault ??= limit.fault;
  }

  return {
    push(chunk) {
      for (let at = 0; !over && at < chunk.length; ) {
        const lf = chunk.indexOf(LF, at);
        const end = lf < 0 ? chunk.length : lf;
        if (head.length < NAME_BYTES)
          head += chunk.toString('latin1', at, Math.min(end, at + NAME_BYTES - head.length));
        if (lf < 0) return;
        if (head === '\r' || head === '') over = true;
        else line();
        head = '';
        at = lf + 1;
      }
    },
    get fault() {
      return fault;
    },
  };
}

/** The field name in lower case, or null for a folded line. Spaces before the colon are read over (RFC 5322 §4.5.8). */
function nameOf(head: string): string | null {
  if (head.startsWith(' ') || head.startsWith('\t')) return null;
  const colon = head.indexOf(':');
  if (colon < 0 && head.length < NAME_BYTES) return null;
  return (colon < 0 ? head : head.slice(0, colon)).trim().toLowerCase();
}
