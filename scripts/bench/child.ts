/** Programs that are measured run in processes of their own; what they hold is read from /proc. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export interface Bare {
  readonly pid: number;
  /** Its first line: a port, or `ready`. */
  readonly line: string;
  readonly ended: Promise<unknown>;
  /** Gives it a line, resolves with the line that it answers. */
  ask(line: string): Promise<string>;
  stop(): void;
}

/** Starts a script of this folder; `input` is the first line it reads; resolves with the first that it writes. */
export async function startBare(script: string, args: readonly (string | number)[] = [], input = ''): Promise<Bare> {
  const path = new URL(script, import.meta.url).pathname;
  const child = spawn(process.execPath, [path, ...args.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  const ended = once(child, 'exit').then(() => children.delete(child));
  const ask = async (line: string): Promise<string> => {
    child.stdin!.write(`${line}\n`);
    const [chunk] = await once(child.stdout!, 'data');
    return String(chunk).trim();
  };
  return { pid: child.pid!, line: await ask(input), ended, ask, stop: () => child.kill('SIGKILL') };
}

/** MiB now, and at most since `forgetPeak`. */
export function memory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Seconds of CPU that this process has used, itself and the system for it. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  // proc(5): utime and stime, in ticks of 10 ms.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
