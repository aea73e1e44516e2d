/**
 * What a command is, and what all of them do alike: read their arguments, read the configuration, answer with an exit code.
 */
import type { Readable } from 'node:stream';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, loadConfig } from '../config.ts';

/** What a command may touch of the process that runs it. */
export interface Io {
  readonly stdin: Readable;
  /** Writes to standard output or standard error, exactly what is given: the caller ends its lines. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** What each file in this folder exports. */
export interface Command {
  /** `argv` is what follows the command's name. Resolves to the exit code. */
  readonly run: (argv: string[], io: Io) => Promise<number>;
}

/** The exit codes of sysexits.h that mail servers understand: Postfix and Exim keep the mail at 75 and bounce it at the others. */
export const EXIT = {
  ok: 0,
  /** Something that was asked for did not hold: a station of the demo, a check of the doctor. */
  failed: 1,
  usage: 64,
  data: 65,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  temporary: 75,
  noPermission: 77,
  config: 78,
} as const;

/** A command line that cannot be understood: thrown by `readArguments`, answered by main.ts with EX_USAGE. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A configuration that cannot be used: `message` holds every line to print. Answered by main.ts with EX_CONFIG. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** node:util's parseArgs, strict; whatever it finds wrong becomes a UsageError. */
export function readArguments<T extends Omit<ParseArgsConfig, 'args'>>(
  argv: string[],
  shape: T,
): ReturnType<typeof parseArgs<T & { args: string[] }>> {
  try {
    return parseArgs({ ...shape, args: argv });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The configuration for this process. `file` is the value of `--config`, if it was given. */
export function readConfig(file: string | undefined, io: Pick<Io, 'env' | 'cwd'>): Config {
  const loaded = loadConfig({ ...(file === undefined ? {} : { file }), env: io.env, cwd: io.cwd });
  if (loaded.ok) return loaded.config;
  const lines = loaded.errors.map(({ path, message, source }) => `  ${path || '(file)'}: ${message} [${source}]`);
  const many = lines.length === 1 ? '1 error' : `${lines.length} errors`;
  throw new ConfigError(`The configuration has ${many}, so nothing was started:\n${lines.join('\n')}`);
}
