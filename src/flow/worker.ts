/**
 * A loop that takes what is due, turn by turn, and sleeps when nothing is: woken after each commit, and by itself now and then,
 * because another process or an ended lease wakes nobody.
 */
export interface Worker {
  /** There may be something: look now. Never waits. */
  wake(): void;
  /** Resolves when nothing that is due is left. */
  idle(): Promise<void>;
  /** Begins no more and waits for what runs. */
  close(): Promise<void>;
}

/** `turn` takes what is due and answers whether there was anything. `poll` in milliseconds. */
export function startWorker(
  turn: () => Promise<boolean>,
  { poll, failed }: { readonly poll: number; readonly failed: (thrown: unknown) => void },
): Worker {
  let closed = false;
  let asked = false;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (!closed) {
      asked = false;
      const any = await turn();
      if (!any && !asked) return;
    }
  };
  const wake = (): void => {
    asked = true;
    if (closed || running) return;
    running = run()
      .catch(failed)
      .finally(() => {
        running = null;
        // Woken after the last look and before this line.
        if (asked && !closed) wake();
      });
  };
  const timer = setInterval(wake, poll);
  wake();
  return {
    wake,
    idle: async () => {
      wake();
      while (running) await running;
    },
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
