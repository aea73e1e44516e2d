/** Loaded into the gateway: writes the longest time for which its main thread was not to be spoken to, milliseconds. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.env.STALL_FILE) {
  let last = performance.now();
  let longest = 0;
  let told = -1;
  const tick = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    if (longest !== told) writeFileSync(process.env.STALL_FILE, String(longest));
    told = longest;
    last = performance.now();
  }, 5);
  tick.unref();
  // Starting is not what is asked about.
  process.on('SIGUSR2', () => {
    longest = 0;
  });
}
