/** A mail as it came: its HTML in a sandbox, its raw text. The page around it says whose it is. */
import { FRAME_MAX } from '../../mail/sanitize-frame.ts';
import type { OriginalMail } from '../ports/task-work.ts';
import type { Reader } from './reader.ts';

interface OriginalMailProps {
  readonly reader: Reader;
  /** The path that `/words` and `/source` stand below. */
  readonly base: string;
  /** Null: its bytes are not kept any more. */
  readonly mail: OriginalMail | null;
  readonly pictures: boolean;
}

/** More stands in the file that can be saved. */
const SHOWN = 200_000;

export function MailAsItCame({ reader, base, mail, pictures }: OriginalMailProps) {
  const { say } = reader;
  if (!mail) return <p class="empty">{say('original.gone')}</p>;
  return (
    <>
      {mail.html === null ? null : (
        <>
          <iframe
            class="preview"
            src={`${base}/words${pictures ? '?pictures' : ''}`}
            sandbox=""
            title={say('original.html')}
            referrerpolicy="no-referrer"
          />
          {mail.html.length > FRAME_MAX ? <p class="fine">{say('original.cut')}</p> : null}
          <p class="fine">
            {pictures ? say('original.pictures.on') : <a href={`${base}?pictures`}>{say('original.pictures')}</a>}
          </p>
        </>
      )}
      <details class="raw" open={mail.html === null}>
        <summary>{say('original.raw')}</summary>
        <pre tabindex={0}>{textOf(mail.raw)}</pre>
      </details>
    </>
  );
}

/** UTF-8 where it is, else byte by byte: raw mail has no one charset. */
function textOf(raw: Buffer): string {
  const head = raw.subarray(0, SHOWN);
  const text = head.toString('utf8');
  return (text.includes('\uFFFD') ? head.toString('latin1') : text).replaceAll('\r', '');
}
