#!/usr/bin/env node
/** argv → one command. Nothing else happens here. */
import { readFileSync } from 'node:fs';
import { Trouble, toError } from './base/trouble.ts';
import { type Command, ConfigError, EXIT, type Io, UsageError } from './commands/command.ts';
import { overview, unknownCommand } from './commands/help.ts';
import { type CommandName, PAGES } from './commands/pages.ts';

const COMMANDS = {
  serve: () => import('./commands/serve.ts'),
  demo: () => import('./commands/demo.ts'),
  migrate: () => import('./commands/migrate.ts'),
  account: () => import('./commands/account.ts'),
  key: () => import('./commands/key.ts'),
  ingest: () => import('./commands/ingest.ts'),
  inspect: () => import('./commands/inspect.ts'),
  explain: () => import('./commands/explain.ts'),
  templates: () => import('./commands/templates.ts'),
} satisfies Record<CommandName, () => Promise<Command>>;

async function main(argv: string[], io: Io): Promise<number> {
  // Databases, mails, keys and captured letters are for this user alone.
  process.umask(0o077);
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-V') return say(io, `postern ${version()}\n`);
  const wantsHelp = name === 'help' || name === '--help' || name === '-h';
  if (wantsHelp && rest.length === 0) return say(io, overview());
  if (name === undefined) return usage(io, overview());
  const wanted = wantsHelp ? rest[0]! : name;
  if (!isCommand(wanted)) return usage(io, unknownCommand(wanted));
  if (wantsHelp || asksForHelp(rest)) return say(io, PAGES[wanted].help);
  const command: Command = await COMMANDS[wanted]();
  return command.run(rest, io);
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

function say(io: Io, text: string): number {
  io.out(text);
  return EXIT.ok;
}

function usage(io: Io, text: string): number {
  io.err(text);
  return EXIT.usage;
}

/** `--help` anywhere before a bare `--`. */
function asksForHelp(argv: string[]): boolean {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

/** package.json lies one folder above this file, in the sources as in dist. */
function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** What was thrown → what to print, and the exit code. A bug keeps its stack; the rest is for the person who called. */
function failure(thrown: unknown): { code: number; text: string } {
  if (thrown instanceof UsageError) return { code: EXIT.usage, text: `postern: ${thrown.message}\n` };
  if (thrown instanceof ConfigError) return { code: EXIT.config, text: `${thrown.message}\n` };
  if (thrown instanceof Trouble) {
    return { code: thrown.permanent ? EXIT.unavailable : EXIT.temporary, text: `postern: ${thrown.message}\n` };
  }
  return { code: EXIT.software, text: `postern: this is a bug. ${toError(thrown).stack}\n` };
}

// A reader that has seen enough (`postern inspect … | head`) closes the pipe: end as any Unix filter does, with SIGPIPE's code.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 141 : EXIT.software),
);

const io: Io = {
  stdin: process.stdin,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
};

try {
  process.exitCode = await main(process.argv.slice(2), io);
} catch (thrown) {
  const { code, text } = failure(thrown);
  io.err(text);
  process.exitCode = code;
}
