/**
 * The frame of every page: whose page it is, who looks, the content, a quiet footer.
 */
import { html as markup } from 'hono/html';
import type { Child } from 'hono/jsx';
import { sayInFull, sayTime, sayWhen } from '../when.ts';
import type { Reader } from './reader.ts';
import { written } from './written.ts';

export interface FrameProps {
  readonly reader: Reader;
  readonly title: string;
  /** The firm's name, or '' when nobody may learn it. */
  readonly firm: string;
  readonly home?: string | undefined;
  /** Beside the firm's name. */
  readonly nav?: Child;
  /** Under the firm's name: as whom one looks. */
  readonly who?: Child;
  /** Beside the name of the program at the foot. */
  readonly foot?: Child;
  /** A name for this viewer, for what the browser keeps by itself (drafts, what was read). */
  readonly me?: string | undefined;
  /** A page of somebody who signed in: it looks and works by more than the dashboard does. */
  readonly desk?: boolean;
  readonly children?: Child;
}

export function Frame({ reader, title, firm, home, nav, who, foot, me, desk = false, children }: FrameProps) {
  const { say, assets } = reader;
  return (
    <html lang={reader.language} data-theme={reader.theme ?? undefined}>
      <Head {...{ assets, desk }} title={firm ? `${title} · ${firm}` : title} />
      <body data-me={me}>
        <a class="skip" href="#content">
          {say('skip')}
        </a>
        {firm || nav || who ? (
          <header class="top">
            <div class="bar">
              {firm && home ? (
                <a class="firm" href={home}>
                  {firm}
                </a>
              ) : (
                <span class="firm">{firm}</span>
              )}
              {nav}
            </div>
            {who}
          </header>
        ) : null}
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <p class="live" role="status" aria-live="polite" />
        <footer class="foot">
          <span>Postern</span>
          {foot}
          <button
            class="theme plain"
            type="button"
            hidden
            data-light={say('theme.light')}
            data-dark={say('theme.dark')}
          >
            {say('theme.dark')}
          </button>
        </footer>
      </body>
    </html>
  );
}

interface HeadProps extends Pick<Reader, 'assets'> {
  readonly title: string;
  readonly desk: boolean;
}

/** In plain markup: for an element `head` JSX keeps the store of which written.ts tells. */
const Head = ({ assets, title, desk }: HeadProps) =>
  markup`<head><meta charset="utf-8"/><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="referrer" content="no-referrer"/><meta name="format-detection" content="telephone=no"/><link rel="icon" href="data:,"/><link rel="stylesheet" href="${assets.style}"/>${
    desk ? markup`<link rel="stylesheet" href="${assets.deskStyle}"/>` : ''
  }<script type="module" src="${assets.script}"></script>${
    desk ? markup`<script type="module" src="${assets.deskScript}"></script>` : ''
  }</head>`;

/** A moment: in the markup exactly, on the page as people say it, on hover in full. */
/** `full`: with its day and zone, where what is said may not change with the day. */
export function Time({ at, reader, only }: { at: number; reader: Reader; only?: 'time' | 'full' }) {
  const { language, zone, now } = reader;
  return (
    <time datetime={new Date(at).toISOString()} title={sayInFull(at, language, zone)} data-as={only ?? 'when'}>
      {only === 'time' ? sayTime(at, zone) : only ? sayInFull(at, language, zone) : sayWhen(at, now, language, zone)}
    </time>
  );
}

/** The page as bytes. Nothing in a page waits, so it is a string at once. */
export const html = (page: unknown): string => `<!doctype html>${written(page)}`;
