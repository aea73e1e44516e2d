/**
 * Postern as people run it: `node dist/main.js …` in a process of its own and a folder of its own, over real sockets.
 * The environment is made here from nothing, so no setting of the machine or of another test gets in.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input gives; it ends after that. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Milliseconds until it is killed and the test told so. */
  readonly patience?: number;
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One command from start to end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = begin(MAIN, args, options.cwd ?? tmpdir(), options.env ?? {});
  const patience = options.patience ?? 20_000;
  const late = setTimeout(() => child.kill('SIGKILL'), patience);
  const said = listen(child);
  child.stdin!.on('error', () => {}); // A command may end without having read all of it.
  child.stdin!.end(options.input ?? '');
  const [code, signal] = await once(child, 'close');
  clearTimeout(late);
  if (signal === 'SIGKILL')
    throw new Error(`postern ${args.join(' ')} had not ended after ${patience} ms:\n${said.both()}`);
  return { code, out: said.out(), err: said.err() };
}

export interface ServeOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** After `serve`. */
  readonly args?: readonly string[];
  /** Milliseconds until /readyz has to answer 200. */
  readonly patience?: number;
  /** Another program than dist/main.js. */
  readonly program?: string;
}

export interface Running {
  /** Its working directory: `data/` is here. */
  readonly folder: string;
  readonly smtpPort: number;
  readonly httpPort: number;
  /** `http://127.0.0.1:…`, without a slash at the end; the publicUrl too. */
  readonly url: string;
  readonly pid: number;
  /** Everything it has printed. */
  readonly output: () => string;
  /** SIGTERM, as a service manager ends it; resolves to the exit code. */
  readonly stop: () => Promise<number | null>;
  /** kill -9: nothing of the process gets to run any more. */
  readonly kill: () => Promise<void>;
  /** Starts it again in the same folder, on the same ports, and waits until it is ready. */
  readonly again: (options?: ServeOptions) => Promise<Running>;
  /** Ends it if it still runs, and removes its folder. */
  readonly remove: () => Promise<void>;
}

/** `postern serve` on free ports in a fresh folder, ready when this resolves. Throws with its output when it does not get there. */
export async function serve(options: ServeOptions = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-test-'));
  const [smtpPort, httpPort] = await Promise.all([freePort(), freePort()]);
  try {
    return await serveIn({ folder, smtpPort, httpPort }, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Place {
  readonly folder: string;
  readonly smtpPort: number;
  readonly httpPort: number;
}

async function serveIn(place: Place, options: ServeOptions): Promise<Running> {
  const url = `http://127.0.0.1:${place.httpPort}`;
  const child = begin(options.program ?? MAIN, ['serve', ...(options.args ?? [])], place.folder, {
    POSTERN_SMTP_PORT: String(place.smtpPort),
    POSTERN_HTTP_PORT: String(place.httpPort),
    POSTERN_HTTP_PUBLIC_URL: url,
    ...options.env,
  });
  const said = listen(child);
  child.stdin!.end();
  const end = (signal: 'SIGTERM' | 'SIGKILL') => endWith(child, signal);
  try {
    await ready(child, url, options.patience ?? 15_000);
  } catch (error) {
    await end('SIGKILL');
    throw new Error(`${(error as Error).message}\n${said.both()}`);
  }
  return {
    ...place,
    url,
    pid: child.pid!,
    output: said.both,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL').then(() => undefined),
    again: (more) => serveIn(place, { ...options, ...more }),
    remove: async () => {
      await end('SIGKILL');
      rmSync(place.folder, { recursive: true, force: true });
    },
  };
}

/** The children that still run; they do not outlive the file that started them. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

function begin(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, TZ: 'UTC', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  alive.add(child);
  child.on('exit', () => alive.delete(child));
  return child;
}

function listen(child: ChildProcess): { out: () => string; err: () => string; both: () => string } {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const both: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => both.push(chunk) && out.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => both.push(chunk) && err.push(chunk));
  const text = (chunks: Buffer[]) => () => Buffer.concat(chunks).toString('utf8');
  return { out: text(out), err: text(err), both: text(both) };
}

async function ready(child: ChildProcess, url: string, patience: number): Promise<void> {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    if (hasEnded(child)) throw new Error(`It ended with ${child.exitCode ?? child.signalCode} before it was ready.`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((later) => setTimeout(later, 30));
  }
  throw new Error(`It was not ready after ${patience} ms.`);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function endWith(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
