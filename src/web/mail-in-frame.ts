/** A mail as it came, sent to a browser: its HTML for a sandboxed frame, its bytes to be saved. */
import type { Context } from 'hono';
import { frameHtml } from '../mail/sanitize-frame.ts';
import { FILE_CSP } from './download.ts';
import { policy } from './guard.ts';
import type { OriginalMail } from './ports/task-work.ts';

/** No script, no form, no way out of its frame, an origin of its own; nothing comes from elsewhere unless it was asked for. */
const FRAME = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; img-src data:";
/** `img-src` stands last in it. */
const WITH_PICTURES = ' https: http:';
/** Pictures of others carry no leave to be embedded, so neither the frame nor its page may ask for it. */
const EMBEDS = { 'Cross-Origin-Embedder-Policy': 'unsafe-none' };

/** Headers of the page whose frame never asks for the pictures of others. */
export const AROUND_LETTER = { 'Content-Security-Policy': policy({ 'frame-src': "'self'" }) };

/** Headers of the page that holds the frame of somebody's mail. */
export const AROUND_FRAME = { ...AROUND_LETTER, ...EMBEDS };

/** A letter as its reader has it, words as they were read: nothing is loaded from anywhere, so nothing is let out of the page's rules. */
export const sendOwnFrame = (c: Context, html: string): Response | Promise<Response> =>
  c.html(html, 200, { 'Content-Security-Policy': FRAME, 'X-Frame-Options': 'SAMEORIGIN' });

/** `?pictures` in the address asks for the pictures that the mail has elsewhere, and for nothing else that it wants from there. */
export function sendFramed(c: Context, html: string): Response | Promise<Response> {
  const pictures = c.req.query('pictures') !== undefined;
  return c.html(`<!doctype html><meta charset="utf-8">${frameHtml(html, pictures)}`, 200, {
    'Content-Security-Policy': FRAME + (pictures ? WITH_PICTURES : ''),
    'X-Frame-Options': 'SAMEORIGIN',
    ...EMBEDS,
  });
}

/**
 * A letter of ours before it has left: its own styles, and with `?pictures`, which is for a window of its own, those pictures
 * that its template has elsewhere. With `?scheme=dark` or `light` as in such a room, whatever the room is.
 */
export const sendLetter = (c: Context, html: string): Response | Promise<Response> =>
  c.html(inScheme(html, c.req.query('scheme')), 200, {
    'X-Frame-Options': 'SAMEORIGIN',
    ...(c.req.query('pictures') === undefined
      ? { 'Content-Security-Policy': FRAME }
      : { 'Content-Security-Policy': FRAME + WITH_PICTURES, ...EMBEDS }),
  });

/** Browsers let a page say nothing about the room of its frame, so the question itself gets its answer. */
function inScheme(html: string, scheme: string | undefined): string {
  if (scheme !== 'dark' && scheme !== 'light') return html;
  return html
    .replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
      asked.toLowerCase() === scheme ? '(min-width:0)' : '(max-width:0)',
    )
    .replace(/\b(color-scheme\s*:\s*|color-scheme["']?\s+content=["'])light dark/gi, `$1${scheme}`);
}

export const sendSource = (c: Context, { raw }: OriginalMail, taskNumber: number): Response =>
  c.body(new Uint8Array(raw), 200, {
    'Content-Type': 'message/rfc822',
    'Content-Disposition': `attachment; filename="task-${taskNumber}.eml"`,
    'Content-Security-Policy': FILE_CSP,
  });
