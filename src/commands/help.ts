/** `postern help`: the list of commands, or the page of one. */
import { nearest } from '../base/nearest.ts';
import type { Command } from './command.ts';

/** The name of each command and how to load it. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

/** The page of `postern --help`. Loads every command for its summary. */
export async function overview(commands: Commands): Promise<string> {
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length), 'help'.length);
  const row = (name: string, summary: string) => `  ${name.padEnd(width)}  ${summary}`;
  const rows = await Promise.all(names.map(async (name) => row(name, (await commands[name]!()).summary)));
  return [
    'Postern: an e-mail-first gateway between a team and the people outside it.',
    '',
    'Usage: postern COMMAND [ARGUMENTS]',
    '',
    ...rows,
    row('help', 'this page, or with the name of a command the page of that command'),
    '',
    'postern COMMAND --help tells what a command takes; postern --version tells which Postern this is.',
    '',
  ].join('\n');
}

/** What to say about a command that does not exist. */
export function unknownCommand(name: string, commands: Commands): string {
  const guess = nearest(name, [...Object.keys(commands), 'help']);
  return `postern: there is no command "${name}".${guess ? ` Did you mean "${guess}"?` : ''} postern --help lists them.\n`;
}
