/**
 * `/open/<token>`: the picture of one dot at the end of a letter, when the account wants it (spec 3.3, decisions «Dashboard link»: the
 * only GET with an effect). The same bytes for whatever token, and nothing about it is kept by who asks.
 */
import type { Hono } from 'hono';
import type { Door } from './door.ts';
import { sourceAddress } from './guard.ts';

/** One transparent dot, as the shortest GIF there is. */
const DOT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export function openedPicture(app: Hono, { ports, options }: Door): void {
  const sourceOf = sourceAddress(options.trustProxy);

  app.get('/open/:token', async (c) => {
    // A look at the head alone opens nothing (RFC 9110 §9.3.2), and trouble in here is nobody's outside.
    if (c.req.method === 'GET')
      await ports.noteOpened(c.req.param('token'), sourceOf(c)).catch((error: unknown) => {
        options.log.warn({ err: error }, 'That a letter was opened could not be written down');
      });
    return c.body(DOT, 200, {
      'Content-Type': 'image/gif',
      'Content-Length': String(DOT.length),
      'Cache-Control': 'no-store',
    });
  });
}
