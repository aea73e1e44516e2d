/**
 * What a piece of work costs this process, in milliseconds of its processor: the same on a busy machine as on an idle one. For
 * hostile input whose cost must not explode; how fast we are is for the benchmark.
 */
export function effort(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A mebibyte of the worst takes a fraction of this; whatever looks at each sign from every other takes minutes. */
export const BOUNDED = 5000;
