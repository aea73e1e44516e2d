/** A signature as it stands in letters; it was made safe when it was kept, and is once more here. */
import { textToHtml } from '../../mail/sanitize.ts';
import { isMarkup } from '../../notify/signature.ts';
import type { Reader } from './reader.ts';
import { shown } from './shown.ts';

export function SignatureShown({ reader, signature }: { reader: Reader; signature: string }) {
  if (signature.trim() === '') return null;
  const html = isMarkup(signature) ? signature : textToHtml(signature);
  return (
    <div class="panel">
      <p class="fine">{reader.say('signature.shown')}</p>
      <div class="words">{shown({ html, text: '' }, [])}</div>
    </div>
  );
}
