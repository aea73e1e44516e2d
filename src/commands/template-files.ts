/**
 * A template as files: a folder with `template.json` (name, notification, switches) and `ru.subject.hbs`, `ru.html.hbs`, `ru.text.hbs`
 * for each language. Bytes are kept as they are.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OwnTemplate, OwnWords } from '../notify/own-template.ts';
import { NOTIFICATION_TYPES } from '../people/account.ts';
import type { Language } from '../people/person.ts';

export interface TemplateFolder {
  readonly path: string;
  readonly name: string;
  readonly content: OwnTemplate;
}

const metaSchema = z.strictObject({
  name: z.string().min(1).max(200),
  notification: z.enum(NOTIFICATION_TYPES),
  addSignature: z.boolean().default(true),
  addDashboardLink: z.boolean().default(true),
  addFiles: z.boolean().default(true),
});

const META = 'template.json';
const LANGUAGES = ['ru', 'en'] as const satisfies readonly Language[];

/** The folder itself when it is a template, else every folder in it that is one. Throws an error that names the file. */
export async function readFolders(path: string): Promise<TemplateFolder[]> {
  const names = await readdir(path);
  if (names.includes(META)) return [await readFolder(path)];
  const inside = await readdir(path, { withFileTypes: true });
  const found: TemplateFolder[] = [];
  for (const entry of inside.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = join(path, entry.name);
    if (entry.isDirectory() && (await readdir(folder)).includes(META)) found.push(await readFolder(folder));
  }
  return found;
}

async function readFolder(path: string): Promise<TemplateFolder> {
  const meta = metaSchema.safeParse(parsed(await readFile(join(path, META), 'utf8')));
  if (!meta.success) throw new Error(`${join(path, META)}: ${z.prettifyError(meta.error)}`);
  const { name, notification, ...switches } = meta.data;
  const words: Partial<Record<Language, OwnWords>> = {};
  for (const language of LANGUAGES) {
    const html = await part(path, language, 'html');
    const subject = await part(path, language, 'subject');
    if (html === null && subject === null) continue;
    words[language] = { subject: (subject ?? '').trim(), html: html ?? '', text: await part(path, language, 'text') };
  }
  if (Object.keys(words).length === 0) throw new Error(`${path}: there is neither ru.html.hbs nor en.html.hbs`);
  return { path, name, content: { event: notification, words, ...switches } };
}

export async function writeFolder(path: string, name: string, content: OwnTemplate): Promise<void> {
  await mkdir(path, { recursive: true });
  const { event, words, ...switches } = content;
  await writeFile(join(path, META), `${JSON.stringify({ name, notification: event, ...switches }, null, 2)}\n`);
  for (const [language, one] of Object.entries(words)) {
    await writeFile(join(path, `${language}.subject.hbs`), `${one.subject}\n`);
    await writeFile(join(path, `${language}.html.hbs`), one.html);
    if (one.text !== null) await writeFile(join(path, `${language}.text.hbs`), one.text);
  }
}

/** The file of a part, for what is told about it. */
export const fileOf = (path: string, language: Language | null, name: string): string =>
  join(path, language === null ? META : `${language}.${name}.hbs`);

const part = (path: string, language: Language, name: string): Promise<string | null> =>
  readFile(fileOf(path, language, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};
