/**
 * The machine-readable part of a delivery status notification, RFC 3464: field groups, the first about the message, one more
 * for each recipient. Pure.
 */
export type Field = readonly [name: string, value: string];

export interface ReportedDelivery {
  readonly recipient: string;
  readonly action: string;
  /** `5.1.1`, or '' when the group has none. */
  readonly status: string;
  readonly diagnostic: string;
}

/** Each recipient group of a report. Groups without a recipient (about the message) are left out. */
export function reportedDeliveries(report: string): ReportedDelivery[] {
  return fieldGroups(report).flatMap((group) => {
    const one = (name: string): string => group.find(([key]) => key === name)?.[1] ?? '';
    // The address that we wrote to is the one we know; the final one may be an alias behind it (RFC 3464 §2.3.1).
    const named = [one('original-recipient'), one('final-recipient'), one('x-actual-recipient')].map(recipientOf);
    const recipient = named.find((name) => name.includes('@')) ?? recipientOf(one('final-recipient'));
    const action = (/[a-z]+/i.exec(one('action'))?.[0] ?? '').toLowerCase();
    if (!recipient && !action) return [];
    return [
      {
        recipient,
        action,
        status: /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(one('status'))?.[1] ?? '',
        diagnostic: [saidIn(one('diagnostic-code')), one('x-supplementary-info')].filter(Boolean).join(' ').trim(),
      },
    ];
  });
}

/** Without its type (RFC 3464 §2.3.6). Of a program that failed only a number is known: sendmail's `x-unix; 71`. */
const saidIn = (value: string): string =>
  value.replace(/^x-unix;\s{0,5}(\d{1,3})$/i, 'exit status $1').replace(/^[\w-]{1,20};\s*/, '');

/** Blank lines part the groups; folded lines are joined (RFC 3464 §2.1). Names in lower case. */
export function fieldGroups(text: string): Field[][] {
  const groups: Field[][] = [];
  for (const block of text.split(/\n[ \t]*\n/)) {
    const fields: [string, string][] = [];
    for (const line of block.split('\n')) {
      const field = /^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]?:(.*)$/.exec(line);
      const last = fields.at(-1);
      if (field) fields.push([field[1]!.toLowerCase(), field[2]!.trim()]);
      else if (last && line.trim() !== '') last[1] = `${last[1]} ${line.trim()}`.trim();
    }
    if (fields.length > 0) groups.push(fields);
  }
  return groups;
}

/** `rfc822;<anna@client.example>` → `anna@client.example`. X.400 and other address types keep their text. */
function recipientOf(value: string): string {
  const text = value.replace(/^[\w-]{1,20}\s?;/, '').trim();
  const address = /<([^<>\s]+)>/.exec(text)?.[1] ?? /[^\s<>"'()]+@[^\s<>"'(),;]+/.exec(text)?.[0] ?? text;
  return address.replace(/^["']|["'.,]$/g, '');
}
