/**
 * The log: JSON lines by pino, on standard error; what is meant for people goes to standard output. Tokens never reach it: every string that goes out passes `withoutSecrets`.
 */
import { pino } from 'pino';

export type Log = pino.Logger;

const SECRETS: readonly [RegExp, string][] = [
  // A dashboard path: /d/<token>/…
  [/\/(d|activate|question|mute)\/[a-z2-7]{20,}/gi, '/$1/•••'],
  // A reply, bounce or message token: a run of base32 of the length of ours.
  [/(?<![a-z0-9])[a-z2-7]{50,60}(?![a-z0-9])/gi, '•••'],
  [/\bBearer\s+\S+/gi, 'Bearer •••'],
];

/** The text with every token of ours replaced by `•••`. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [pattern, mask]) => clean.replace(pattern, mask), text);

export function makeLog(level: string, write?: (line: string) => void): Log {
  const out = write ?? ((line: string) => void process.stderr.write(line));
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (l: string) => out(withoutSecrets(l)) },
  );
}
