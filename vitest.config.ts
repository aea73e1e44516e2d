import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Processes and not threads: better-sqlite3 and child processes live and die with the file that uses them.
    pool: 'forks',
    // One process for several files: what they import is read once, which halves the suite. A file leaves nothing behind it.
    isolate: false,
    // One more than the cores of a small machine: a file that waits for mail or for a process leaves its core to another.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/services.ts'],
  },
});
