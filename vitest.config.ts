import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The rooms of the longest files: begun last, one of those runs alone while the other cores have nothing to do. */
const LONGEST = ['crashes/', 'browser/', 'routes/', 'attacks/', 'mail/'];

/** These first; otherwise the larger ones, as Vitest does by itself. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((folder) => moduleId.includes(`/test/${folder}`));
  return found < 0 ? LONGEST.length : found;
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Processes and not threads: better-sqlite3 and child processes live and die with the file that uses them.
    pool: 'forks',
    // One process for several files: what they import is read once, which halves the suite. A file leaves nothing behind it.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // One more than the cores of a small machine: a file that waits for mail or for a process leaves its core to another.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/services.ts'],
  },
});
