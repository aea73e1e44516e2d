/** A mail as it came, sent to a browser: its HTML for a sandboxed frame, its bytes to be saved. */
import type { Context } from 'hono';
import { policy } from './guard.ts';
import type { OriginalMail } from './ports/task-work.ts';

/** No script, no form, no way out of its frame, an origin of its own; nothing comes from elsewhere unless it was asked for. */
const FRAME = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; img-src data:";
/** Pictures of others carry no leave to be embedded, so neither the frame nor its page may ask for it. */
const EMBEDS = { 'Cross-Origin-Embedder-Policy': 'unsafe-none' };

/** Headers of the page that holds the frame. */
export const AROUND_FRAME = { 'Content-Security-Policy': policy({ 'frame-src': "'self'" }), ...EMBEDS };

/** `?pictures` in the address asks for what the mail loads from elsewhere. */
export function sendFramed(c: Context, html: string): Response | Promise<Response> {
  const more = c.req.query('pictures') === undefined ? '' : ' https: http:';
  return c.html(`<!doctype html><meta charset="utf-8">${html}`, 200, {
    'Content-Security-Policy': FRAME + more,
    'X-Frame-Options': 'SAMEORIGIN',
    ...EMBEDS,
  });
}

export const sendSource = (c: Context, { raw }: OriginalMail, taskNumber: number): Response =>
  c.body(new Uint8Array(raw), 200, {
    'Content-Type': 'message/rfc822',
    'Content-Disposition': `attachment; filename="task-${taskNumber}.eml"`,
    'Content-Security-Policy': FRAME,
  });
