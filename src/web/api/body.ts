/**
 * Reading a JSON body: never more than BODY_MAX in memory, and what cannot be read is said with where.
 */
import type { Context } from 'hono';
import { type Problem, problem } from './problem.ts';

/** A comment is at most 64 KB with formatting; this leaves room for escapes and long lists. */
export const BODY_MAX = 1024 * 1024;

export interface BodyRead {
  readonly text: string;
  readonly json: unknown;
}

export async function readJson(c: Context): Promise<BodyRead | Problem> {
  const type = c.req.header('content-type');
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type))
    return problem('wrong-media-type', 'Send application/json');
  const bytes = await readAtMost(c, BODY_MAX);
  if (bytes === null) return problem('too-large', `A request is at most ${BODY_MAX / 1024} KiB of JSON`);
  if (bytes.length === 0) return { text: '', json: {} };
  if (type === undefined) return problem('wrong-media-type', 'Send application/json, and say so in Content-Type');
  const text = bytes.toString('utf8');
  try {
    return { text, json: JSON.parse(text) };
  } catch (error) {
    return problem('malformed', `The body is not JSON: ${(error as Error).message}`);
  }
}

/** Null: there is more. */
async function readAtMost(c: Context, max: number): Promise<Buffer | null> {
  if (Number(c.req.header('content-length') ?? 0) > max) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body = c.req.raw.body;
  if (!body) return Buffer.alloc(0);
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > max) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
