/**
 * Style and script of the pages, named by their content and so kept by browsers for ever.
 *
 * The style's colours, sizes and spaces come from `templates/tokens.json`, which the letters are made from too.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';

export interface Assets {
  /** Paths such as `/assets/site.1a2b3c4d.css`. */
  readonly style: string;
  readonly script: string;
  /** More of both, for pages of who signed in. */
  readonly deskStyle: string;
  readonly deskScript: string;
  /** The editor of templates, on its one page. */
  readonly editorScript: string;
  /** Differs when anything that is sent differs. */
  readonly version: string;
}

const HERE = fileURLToPath(new URL('assets/', import.meta.url));
const TOKENS = fileURLToPath(new URL('../../templates/tokens.json', import.meta.url));

interface Tokens {
  readonly type: {
    readonly family: string;
    readonly mono: string;
    readonly size: Readonly<Record<string, number>>;
    readonly line: Readonly<Record<string, number>>;
  };
  readonly space: Readonly<Record<string, number>>;
  readonly radius: number;
  readonly width: Readonly<Record<string, number>>;
  readonly target: number;
  readonly motion: number;
  readonly colour: {
    readonly light: Readonly<Record<string, string>>;
    readonly dark: Readonly<Record<string, string>>;
  };
}

export function serveAssets(app: Hono): Assets {
  const style = custom(JSON.parse(readFileSync(TOKENS, 'utf8')) as Tokens) + load('site.css');
  const one = (name: string, ending: string, type: string, body: string): string => {
    const path = `/assets/${name}.${createHash('sha256').update(body).digest('hex').slice(0, 16)}.${ending}`;
    app.get(path, (c) =>
      c.body(body, 200, {
        'Content-Type': `${type}; charset=utf-8`,
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    );
    return path;
  };
  const paths = {
    style: one('site', 'css', 'text/css', style),
    script: one('page', 'js', 'text/javascript', load('page.js')),
    deskStyle: one('desk', 'css', 'text/css', load('desk.css')),
    deskScript: one('desk', 'js', 'text/javascript', load('desk.js')),
  };
  return { ...paths, editorScript: serveEditor(app), version: Object.values(paths).join() };
}

/** Large and seldom asked for: read when it is. From source there is no name that says its content, so nobody keeps it. */
function serveEditor(app: Hono): string {
  const source = import.meta.url.endsWith('.ts');
  const name = source ? 'source' : createHash('sha256').update(load('editor.js')).digest('hex').slice(0, 16);
  const path = `/assets/editor.${name}.js`;
  app.get(path, (c) =>
    c.body(load('editor.js'), 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': source ? 'no-store' : 'public, max-age=31536000, immutable',
    }),
  );
  return path;
}

/** Custom properties: light, dark by the system unless the reader chose light, dark by the reader's choice. */
function custom(tokens: Tokens): string {
  const px = (prefix: string, sizes: Readonly<Record<string, number>>) =>
    Object.entries(sizes).map(([name, value]) => `--${prefix}-${name}:${value}px`);
  const colours = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .map(([name, value]) => `--${name}:${value}`)
      .join(';');
  const { type } = tokens;
  const fixed = [
    `--family:${type.family}`,
    `--mono:${type.mono}`,
    ...px('size', type.size),
    ...Object.entries(type.line).map(([name, value]) => `--line-${name}:${value}`),
    ...px('space', tokens.space),
    ...px('width', tokens.width),
    `--radius:${tokens.radius}px`,
    `--target:${tokens.target}px`,
    `--motion:${tokens.motion}ms`,
  ].join(';');
  const dark = `color-scheme:dark;${colours(tokens.colour.dark)}`;
  return [
    `:root{${fixed};color-scheme:light;${colours(tokens.colour.light)}}`,
    `@media(prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}`,
    `:root[data-theme=dark]{${dark}}`,
  ].join('');
}

/** Built: what scripts/assets.mjs left beside this file. From source (tests, `npm run dev`): bundled now, by the same tool. */
function load(name: string): string {
  if (!import.meta.url.endsWith('.ts')) return readFileSync(HERE + name, 'utf8');
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const built = buildSync({
    entryPoints: [HERE + name.replace(/\.js$/, '.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: {},
  });
  return built.outputFiles[0]!.text;
}
