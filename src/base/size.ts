/** How large a file is, in letters and on pages alike: "2.4 MB", «12 КБ», "61 B". */
const UNITS = {
  ru: ['Б', 'КБ', 'МБ', 'ГБ'],
  en: ['B', 'kB', 'MB', 'GB'],
} as const;

/** At most one decimal, where it says something. */
export function formatSize(bytes: number, language: keyof typeof UNITS): string {
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  const digits = step < 2 || value >= 10 ? 0 : 1;
  return `${numbers(language, digits).format(value)}\u00a0${UNITS[language][step]}`;
}

const made = new Map<string, Intl.NumberFormat>();

/** Formatters are slow to make and cheap to keep. */
function numbers(language: keyof typeof UNITS, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${language} ${maximumFractionDigits}`;
  const known = made.get(key) ?? new Intl.NumberFormat(language, { maximumFractionDigits });
  made.set(key, known);
  return known;
}
