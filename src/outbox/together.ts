/**
 * Many small writes as few, since each costs a sync of the disk: those that come while one runs, or shortly after each other, are
 * written together.
 */

/** Resolves when `one` is written, or throws what its own write throws: one that cannot be written takes no other with it. */
export type Together<T> = (one: T) => Promise<void>;

export interface Gathering {
  /** How many more may come: with none, nobody is waited for. */
  readonly coming: () => number;
  /** Milliseconds that one waits for others at most. */
  readonly wait: number;
  /** So many need not wait. */
  readonly enough: number;
}

interface Waiting<T> {
  readonly one: T;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export function together<T>(write: (all: readonly T[]) => Promise<void>, gathering: Gathering): Together<T> {
  let waiting: Waiting<T>[] = [];
  let running = false;
  let timer: NodeJS.Timeout | null = null;

  const run = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (running || waiting.length === 0) return;
    running = true;
    const group = waiting;
    waiting = [];
    await writeGroup(group, write);
    running = false;
    look();
  };

  const look = (): void => {
    if (running || waiting.length === 0) return;
    if (waiting.length >= Math.min(gathering.enough, gathering.coming())) void run();
    else timer ??= setTimeout(() => void run(), gathering.wait);
  };

  return (one) =>
    new Promise<void>((done, failed) => {
      waiting.push({ one, done, failed });
      look();
    });
}

async function writeGroup<T>(group: readonly Waiting<T>[], write: (all: readonly T[]) => Promise<void>): Promise<void> {
  try {
    await write(group.map(({ one }) => one));
    for (const { done } of group) done();
  } catch (error) {
    if (group.length === 1) return group[0]!.failed(error);
    for (const one of group) await writeGroup([one], write);
  }
}
