/**
 * `npm run bench`: each figure beside its limit, measured in the same run. `-- --quick`: every row in under 50 seconds.
 * `-- --only WORD`: the groups whose name begins so. Prints a JSON line a row as it comes, and a table at the end.
 */
import { groups } from './bench/groups.ts';
import type { Row } from './bench/measure.ts';

const quick = process.argv.includes('--quick');
const asked = process.argv.indexOf('--only');
const only = asked < 0 ? '' : (process.argv[asked + 1] ?? '');
const rows: Row[] = [];

for (const [name, measure] of Object.entries(groups)) {
  if (!name.startsWith(only)) continue;
  try {
    for (const row of await measure({ quick, pairs: quick ? 3 : 5 })) {
      rows.push(row);
      console.log(JSON.stringify(row));
    }
  } catch (error) {
    console.error(`${name}: could not be measured: ${error instanceof Error ? error.stack : error}`);
  }
}

const columns = rows.map((r) => [
  r.case,
  `${r.value} ${r.unit}`,
  r.limit === null ? '' : String(r.limit),
  r.ratio === null ? '' : r.ratio.toFixed(2),
]);
const table = [['case', 'value', 'limit', 'ratio'], ...columns];
const widths = table[0]!.map((_, at) => Math.max(...table.map((line) => line[at]!.length)));
console.log(
  `\n${table.map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[at]!))).join('  ')).join('\n')}`,
);
if (quick) console.log('\nQuick: short rounds, and growth up to 100,000 tasks only.');
process.exit(0);
