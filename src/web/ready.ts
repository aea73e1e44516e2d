/**
 * Finished pages, for whoever comes to the very same one again: by the name of their state (an ETag), which says everything that
 * they were made of. Whether somebody may see a page is asked before its name is known, at each request anew; here it is only
 * not written a second time. They hold what links and tokens hold, so they live in memory alone.
 */
import { randomUUID } from 'node:crypto';

/** Stands in a page for what must be another one each time it is given out. Nobody outside this process ever sees it. */
export const HOLE = randomUUID();

const MOST_BYTES = 32 * 1024 * 1024;
const LARGEST = 1024 * 1024;

/** A page in pieces; between them stands what is new each time (HOLE). */
export type Page = readonly Buffer[];

export interface ReadyPages {
  /** Its bytes with a new word in each hole, or null. */
  get(tag: string): Buffer | null;
  /** Keeps it, and answers its bytes as `get` does. Those that nobody asked for longest go. */
  keep(tag: string, page: Page): Buffer;
  /** What is kept, in bytes. */
  readonly bytes: number;
}

export function readyPages(most = MOST_BYTES): ReadyPages {
  const pages = new Map<string, Page>();
  let bytes = 0;
  const forget = (tag: string): Page | undefined => {
    const page = pages.get(tag);
    if (page && pages.delete(tag)) bytes -= sizeOf(page);
    return page;
  };
  const remember = (tag: string, page: Page): void => {
    const size = sizeOf(page);
    if (size > LARGEST) return;
    pages.set(tag, page);
    bytes += size;
    for (const [oldest] of pages) {
      if (bytes <= most) break;
      forget(oldest);
    }
  };
  return {
    get bytes() {
      return bytes;
    },
    get: (tag) => {
      const page = forget(tag);
      if (!page) return null;
      remember(tag, page);
      return filled(page);
    },
    keep: (tag, page) => {
      forget(tag);
      remember(tag, page);
      return filled(page);
    },
  };
}

const sizeOf = (page: Page): number => page.reduce((sum, piece) => sum + piece.length, 0);

/** With a new word in each hole. */
export function filled(page: Page): Buffer {
  const [first, ...rest] = page as [Buffer, ...Buffer[]];
  return Buffer.concat([first, ...rest.flatMap((piece) => [Buffer.from(randomUUID()), piece])]);
}
