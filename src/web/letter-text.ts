/** A letter as text for the eyes of the team: its head and its words. It comes here with its tokens masked. */
import type { Names } from '../flow/gateway.ts';
import type { Letter } from '../notify/letter.ts';

export const recipientOf = ({ name, address }: Letter['recipients'][number]): string =>
  name ? `${name} <${address}>` : address;

/** As they go out, but for the address that speaks for its reader. */
export function headersOf(
  letter: Letter,
  names: Pick<Names, 'replyPrefix' | 'mailDomain'>,
): [name: string, value: string][] {
  const { from, recipients, subject, createdAt, automatic, kind } = letter;
  const masked = `${names.replyPrefix}+•••@${names.mailDomain}`;
  return [
    [
      'From',
      `${from.name} <${from.outside?.address ?? (from.local === null ? masked : `${from.local}@${from.domain}`)}>`,
    ],
    ['To', recipients.map(recipientOf).join(', ')],
    // RFC 5322 §3.3
    ['Date', new Date(createdAt).toUTCString().replace('GMT', '+0000')],
    ['Subject', subject],
    ['Message-ID', `<m.•••@${names.mailDomain}>`],
    ...(automatic ? [['Auto-Submitted', kind === 'N3' ? 'auto-replied' : 'auto-generated'] as [string, string]] : []),
    ['Reply-To', from.outside?.repliesHere ? from.outside.address : masked],
  ];
}

export const asText = (letter: Letter, names: Pick<Names, 'replyPrefix' | 'mailDomain'>): string =>
  `${headersOf(letter, names)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n\n${letter.text}`;
