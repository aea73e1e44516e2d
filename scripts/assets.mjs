/**
 * The last step of a build: what the browser gets, bundled and made small, and an executable dist/main.js.
 * Templates are not copied: they are read from the folder `templates/` of the package.
 */
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const from = join(root, 'src/web/assets');
const entryPoints = existsSync(from)
  ? readdirSync(from)
      .filter((name) => /\.(css|ts)$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => join(from, name))
  : [];

if (entryPoints.length > 0) {
  await build({
    entryPoints,
    outdir: join(root, 'dist/web/assets'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome100', 'firefox100', 'safari15'],
    tsconfigRaw: {},
    logLevel: 'warning',
  });
}

const main = join(root, 'dist/main.js');
if (existsSync(main)) chmodSync(main, 0o755);
