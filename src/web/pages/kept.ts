/**
 * Most of a page is what it was when somebody last looked: an entry of a conversation, made once, is kept until anything that
 * it was made of differs. The inputs are compared whole, so nothing stale and nothing of another viewer can come out.
 */
import { randomUUID } from 'node:crypto';
import { raw } from 'hono/html';
import { written } from './written.ts';

/** Stands for the folder of the viewer's files, which holds their token. Nobody outside this process can write it. */
export const FOLDER = `/${randomUUID()}`;

const MOST = 3000;
const pieces = new Map<string, { readonly inputs: string; readonly html: string }>();

/** `name`: whose place it is. `inputs`: everything that `make` reads. `folder` takes the place of FOLDER. */
export function kept(name: string, inputs: unknown, folder: string, make: () => unknown) {
  const asked = JSON.stringify(inputs);
  const known = pieces.get(name);
  if (known?.inputs === asked) return raw(known.html.replaceAll(FOLDER, folder));
  const html = written(make());
  pieces.delete(name);
  if (pieces.size >= MOST) pieces.delete(pieces.keys().next().value!);
  pieces.set(name, { inputs: asked, html });
  return raw(html.replaceAll(FOLDER, folder));
}
