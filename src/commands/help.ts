/** `postern help`: the list of commands, or the page of one. */
import { nearest } from '../base/nearest.ts';
import { type CommandName, PAGES } from './pages.ts';

const names = Object.keys(PAGES) as CommandName[];

/** The page of `postern --help`. */
export function overview(): string {
  const width = Math.max(...names.map((name) => name.length), 'help'.length);
  const row = (name: string, summary: string) => `  ${name.padEnd(width)}  ${summary}`;
  const rows = names.map((name) => row(name, PAGES[name].summary));
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
export function unknownCommand(name: string): string {
  const guess = nearest(name, [...names, 'help']);
  return `postern: there is no command "${name}".${guess ? ` Did you mean "${guess}"?` : ''} postern --help lists them.\n`;
}
