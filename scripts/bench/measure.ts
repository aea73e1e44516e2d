/** Rounds that alternate, medians, and the rows that come out. */
export interface Row {
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  /** What bounds the figure, measured in the same run; null where nothing does. */
  readonly limit: number | null;
  readonly ratio: number | null;
}

export const row = (name: string, value: number, unit: string, limit: number | null): Row => ({
  case: name,
  value: round(value),
  unit,
  limit: limit === null ? null : round(limit),
  ratio: limit === null || limit === 0 ? null : Math.round((value / limit) * 1000) / 1000,
});

export const round = (n: number): number => (n >= 100 ? Math.round(n) : Math.round(n * 100) / 100);

export function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** A round of one, a round of the other, so many times, after a round of each that does not count. The ratio is of the pairs. */
export async function paired(
  name: string,
  unit: string,
  pairs: number,
  ours: () => Promise<number>,
  limit: () => Promise<number>,
): Promise<Row> {
  const figures = await rounds(pairs, ours, limit);
  return pairedRow(
    name,
    unit,
    figures.map(([value]) => value),
    figures.map(([, other]) => other),
  );
}

/** Pairs of what the two answer, ours first in each. */
export async function rounds<T>(
  pairs: number,
  ours: () => Promise<T>,
  limit: () => Promise<T>,
): Promise<(readonly [T, T])[]> {
  const figures: (readonly [T, T])[] = [];
  for (let at = -1; at < pairs; at++) {
    // The order turns: who comes second finds a warmer machine.
    const first = at % 2 === 0;
    const one = first ? await ours() : await limit();
    const other = first ? await limit() : await ours();
    if (at >= 0) figures.push(first ? [one, other] : [other, one]);
  }
  return figures;
}

export function pairedRow(name: string, unit: string, values: readonly number[], limits: readonly number[]): Row {
  const ratio = median(values.map((value, at) => value / limits[at]!));
  return { ...row(name, median(values), unit, median(limits)), ratio: Math.round(ratio * 1000) / 1000 };
}

/** How often `work` can be done, one after another, measured for `ms`: in a second of this process's CPU, or by the clock. */
export async function perSecond(
  ms: number,
  work: (n: number) => Promise<unknown>,
  of: 'cpu' | 'clock' = 'clock',
): Promise<number> {
  for (let n = 0; n < 5; n++) await work(n);
  const [from, used] = [performance.now(), process.cpuUsage()];
  let n = 0;
  while (performance.now() - from < ms) await work(n++);
  const { user, system } = process.cpuUsage(used);
  return (n * 1000) / (of === 'cpu' ? (user + system) / 1000 : performance.now() - from);
}
