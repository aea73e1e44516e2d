/**
 * What a run needs once: a PostgreSQL and a Chromium. A keeper process owns them; each is started when a test first asks.
 *
 * The keeper lives exactly as long as this process: when the run ends, is aborted or is killed, its channel closes, and it
 * stops what it started and removes its files.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the keeper listens. */
    services: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const keeper = fork(fileURLToPath(new URL('keeper.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
  project.provide('services', await addressOf(keeper));
  return async () => {
    const ended = once(keeper, 'exit');
    keeper.disconnect();
    await ended;
  };
}

/** The address of a service, started now if nobody has asked before. Throws with the reason when it cannot be started. */
export async function service(name: 'postgres' | 'chromium'): Promise<string> {
  const answer = await fetch(new URL(name, inject('services')));
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name} could not be started, so nothing can be said about it: ${text}`);
  return text;
}

async function addressOf(keeper: ChildProcess): Promise<string> {
  const [message] = await Promise.race([
    once(keeper, 'message'),
    once(keeper, 'exit').then(([code]) => Promise.reject(new Error(`The keeper of the services ended with ${code}`))),
  ]);
  return `http://127.0.0.1:${message}`;
}
