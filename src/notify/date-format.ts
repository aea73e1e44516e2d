/** Intl's formatters, kept: making one costs a hundred times more than using it. */

/** `locale` is a BCP 47 tag, `zone` an IANA name that the system knows. */
export function dateFormat(locale: string, zone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(parts)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone });
  // A zone may be written in many ways, by whoever chooses it: they must not keep others from being kept.
  if (formats.size >= MAX) formats.delete(formats.keys().next().value!);
  formats.set(key, made);
  return made;
}

const MAX = 2000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The zone when the system knows it, else UTC: a wrong word in a card must not stop a letter. */
export function knownTimezone(timezone: string | null): string {
  if (timezone === null) return 'UTC';
  try {
    return dateFormat('en', timezone, {}).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
