/** Signatures on their way in (spec 3.3): made safe, without our secrets, and no longer than a letter can carry. */
import { cleanWithoutSecrets } from '../mail/clean-secrets.ts';
import { removeSecrets } from '../mail/secrets.ts';
import { isMarkup } from '../notify/signature.ts';
import { SIGNATURE_MAX } from '../people/account.ts';
import type { Gateway } from './gateway.ts';
import type { FieldFault } from './manage.ts';

/** Plain text stays plain; HTML becomes the small vocabulary of comments. */
export function cleanSignature(names: Gateway['names'], text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replaceAll('\0', '');
  return (isMarkup(lines) ? cleanWithoutSecrets(lines, names) : removeSecrets(lines, names)).trim();
}

export const signatureFaults = (names: Gateway['names'], text: string): FieldFault[] =>
  Buffer.byteLength(text) <= 4 * SIGNATURE_MAX && Buffer.byteLength(cleanSignature(names, text)) <= SIGNATURE_MAX
    ? []
    : [{ path: 'signature', message: 'At most 64 KB with formatting' }];
