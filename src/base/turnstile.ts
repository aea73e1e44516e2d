/** Heavy work, so much of it at once: some more waits in a queue, and who finds the queue full is turned away. */
import { Trouble } from './trouble.ts';

export interface Turnstile {
  /** Does the work in its turn. Throws Trouble `turned-away` when too much waits before it. */
  through<T>(work: () => Promise<T>): Promise<T>;
}

export function turnstile(atOnce: number, longestQueue: number): Turnstile {
  let inside = 0;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (inside < atOnce) {
      inside += 1;
      return;
    }
    if (waiting.length >= longestQueue) throw new Trouble('turned-away', 'Too much of this is being done at once');
    await new Promise<void>((turn) => waiting.push(turn));
  }

  /** Whoever waits takes over the place, so that nobody slips in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else inside -= 1;
  }

  return {
    through: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
