/**
 * What was put right while a mail was read, or left out: each a code, a sentence in English for `inspect` and the trace, and slots.
 * Pages say the same in the reader's language by the code (`repair.<code>` in templates/words).
 */

export const REPAIRS = {
  'charset-guessed': 'charset guessed: {is}',
  'charset-wrong': 'charset was wrong: said {said}, is {is}',
  'charset-from-html': 'charset taken from the HTML: {is}',
  'charset-damaged': 'some bytes are not {said}',
  'charset-not-read': 'charset not decoded: {said}',
  'nul-removed': 'NUL characters removed',
  'before-header': 'lines before the header left out',
  'lone-cr': 'line ends were CR alone',
  'text-from-html': 'text part was empty: text made from the HTML',
  'text-cut': 'text cut: {shown} of {whole} bytes are shown, the whole is a file',
  'no-parts': 'the parts could not be told apart: shown as text',
  'boundary-wrong': 'boundary was wrong: parts found by their own',
  'end-missing': 'its end is missing: it may have been cut',
  'behind-base64': 'words behind an encoded text: kept',
  'winmail-opened': 'winmail.dat opened: {n}',
  'smime-opened': 'words taken out of their signature: S/MIME',
  encrypted: 'encrypted: {how}',
  'header-repeated': 'header repeated: {name}',
  'pixels-removed': 'tracking pictures removed: {n}',
} as const satisfies Record<string, string>;

export type RepairCode = keyof typeof REPAIRS;
export type RepairValues = Readonly<Record<string, string | number>>;

export interface Repair {
  readonly code: RepairCode;
  readonly values: RepairValues;
  /** It was in the header, not in the text. */
  readonly inHeader: boolean;
}

/** The note as it is kept: a sentence. */
export const repairNote = (code: RepairCode, values: RepairValues = {}): string =>
  REPAIRS[code].replace(/\{(\w+)\}/g, (slot, name: string) =>
    String(values[name] ?? slot)
      .replace(/[^\x20-\x7e]/g, '')
      .slice(0, 80),
  );

const HEADER = 'header: ';
export const inHeader = (note: string): string => HEADER + note;

/** The same note as values, or null: it was kept by another version. */
export function readRepair(note: string): Repair | null {
  const plain = note.startsWith(HEADER) ? note.slice(HEADER.length) : note;
  for (const code of Object.keys(REPAIRS) as RepairCode[]) {
    const values = matchWords(plain, REPAIRS[code]);
    if (values) return { code, values, inHeader: plain !== note };
  }
  return null;
}

/** Each piece between the slots must come in its order; what stands between them is what the slots hold. */
function matchWords(note: string, words: string): RepairValues | null {
  const [start = '', ...rest] = words.split(/(\{\w+\})/);
  if (!note.startsWith(start)) return null;
  const values: Record<string, string> = {};
  let at = start.length;
  for (let i = 0; i < rest.length; i += 2) {
    const piece = rest[i + 1] ?? '';
    const to = piece === '' ? note.length : note.indexOf(piece, at);
    if (to <= at) return null;
    values[rest[i]!.slice(1, -1)] = note.slice(at, to);
    at = to + piece.length;
  }
  return at === note.length ? values : null;
}
