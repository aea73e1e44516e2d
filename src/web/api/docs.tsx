/** `/api/docs`: the document as a page to read. Rendered here, without any script, from the same document. */
import { createHash } from 'node:crypto';
import type { Handler } from 'hono';
import type { Child } from 'hono/jsx';
import type { ApiDocument } from './document.ts';

interface SchemaLike {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  items?: SchemaLike;
  properties?: Record<string, SchemaLike>;
  required?: string[];
  description?: string;
  anyOf?: SchemaLike[];
  oneOf?: SchemaLike[];
  allOf?: SchemaLike[];
  default?: unknown;
  maximum?: number;
  maxLength?: number;
}
interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: SchemaLike }[];
  requestBody?: { content: Record<string, { schema?: SchemaLike }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: SchemaLike }> }>;
}
interface Entry extends Operation {
  method: string;
  path: string;
}

const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ground: #f6f7f8; --ink: #16191d; --second: #5a626c; --line: #e2e5e9; --accent: #2457c5 }
@media (prefers-color-scheme: dark) { :root { --paper: #0f1214; --ground: #171b1f; --ink: #e8eaed; --second: #a0a8b2; --line: #2b3138; --accent: #8ab0ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
main { max-width: 820px; margin: 0 auto; padding: 32px 16px 48px }
h1 { font-size: 24px } h2 { font-size: 20px; margin: 48px 0 8px; padding-top: 16px; border-top: 1px solid var(--line) } h3 { font-size: 16px; margin: 24px 0 4px }
h1, h2, h3, summary b { font-weight: 600; line-height: 1.3 }
p { margin: 4px 0 12px; max-width: 680px }
a { color: var(--accent) } a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
code, .path { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace; overflow-wrap: anywhere }
nav ul { columns: 3 180px; padding: 0; list-style: none } nav a { display: inline-block; min-height: 32px }
details { border-top: 1px solid var(--line) } summary { padding: 10px 0; min-height: 44px; cursor: pointer }
summary .path { display: block } summary .method { font-weight: 600 } .second, small { color: var(--second); font-size: 14px }
details > div { padding: 4px 0 24px }
table { width: 100%; border-collapse: collapse; font-size: 14px } td { padding: 6px 12px 6px 0; vertical-align: top; border-top: 1px solid var(--line) } td:first-child { width: 32% }
`;

/** Nothing but this one style may be used. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function docsPage(document: ApiDocument): Handler {
  const page = `<!doctype html>${Page({ document })}`;
  return (c) => c.html(page, 200, { 'Content-Security-Policy': POLICY });
}

function Page({ document }: { document: ApiDocument }) {
  const entries = entriesOf(document);
  const tags = [...new Set(entries.flatMap((e) => e.tags))];
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, SchemaLike>);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Postern API</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <h1>Postern API</h1>
          {String(document.info.description)
            .split('\n\n')
            .map((part) => (
              <p>{inCode(part)}</p>
            ))}
          <p>
            For programs: <a href="/api/v1/openapi.json">openapi.json</a>
          </p>
          <nav aria-label="Contents">
            <ul>
              {[...tags, 'Shapes'].map((tag) => (
                <li>
                  <a href={`#${anchor(tag)}`}>{tag}</a>
                </li>
              ))}
            </ul>
          </nav>
          {tags.map((tag) => (
            <section>
              <h2 id={anchor(tag)}>{tag}</h2>
              {entries
                .filter((e) => e.tags.includes(tag))
                .map((e) => (
                  <Route entry={e} />
                ))}
            </section>
          ))}
          <h2 id="shapes">Shapes</h2>
          {schemas.map(([name, schema]) => (
            <details id={`shape-${name}`}>
              <summary>
                <b>{name}</b>
              </summary>
              <div>
                <Fields schema={schema} />
              </div>
            </details>
          ))}
        </main>
      </body>
    </html>
  );
}

function Route({ entry }: { entry: Entry }) {
  const own = (entry.parameters ?? []).filter((p) => p.in !== 'header');
  return (
    <details id={entry.operationId}>
      <summary>
        <b>{entry.summary}</b>
        <span class="path">
          <span class="method">{entry.method}</span> {entry.path}
        </span>
      </summary>
      <div>
        {entry.description ? <p>{inCode(entry.description)}</p> : null}
        {own.length > 0 ? (
          <table>
            {own.map((p) => (
              <tr>
                <td>
                  <code>{p.in === 'query' ? `?${p.name}=` : `{${p.name}}`}</code>
                </td>
                <td>
                  <Type schema={p.schema ?? {}} /> <small>{p.description ?? p.schema?.description ?? ''}</small>
                </td>
              </tr>
            ))}
          </table>
        ) : null}
        {Object.entries(entry.requestBody?.content ?? {}).map(([media, { schema }]) => (
          <p>
            Takes <code>{media}</code>: <Type schema={schema ?? {}} />
          </p>
        ))}
        <table>
          {Object.entries(entry.responses).map(([status, { description, content }]) => (
            <tr>
              <td>
                <code>{status}</code>
              </td>
              <td>
                {inCode(description)}{' '}
                {Number(status) < 300
                  ? Object.entries(content ?? {}).map(([media, { schema }]) =>
                      schema?.format === 'binary' ? <code>{media}</code> : <Type schema={schema ?? {}} />,
                    )
                  : null}
              </td>
            </tr>
          ))}
        </table>
      </div>
    </details>
  );
}

function Fields({ schema }: { schema: SchemaLike }) {
  const parts = [schema, ...(schema.allOf ?? [])];
  const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
  const bases = (schema.allOf ?? []).filter((part) => part.$ref);
  return (
    <>
      {bases.map((base) => (
        <p>
          All of <Type schema={base} />, and
        </p>
      ))}
      <table>
        {properties.map(([name, field]) => (
          <tr>
            <td>
              <code>{name}</code>
            </td>
            <td>
              <Type schema={field} /> <small>{inCode(field.description ?? '')}</small>
            </td>
          </tr>
        ))}
      </table>
    </>
  );
}

function Type({ schema }: { schema: SchemaLike }) {
  const name = schema.$ref?.split('/').at(-1);
  if (name) return <a href={`#shape-${name}`}>{name}</a>;
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) {
    return (
      <>
        {choices.map((choice, at) => (
          <>
            {at > 0 ? ' or ' : ''}
            <Type schema={choice} />
          </>
        ))}
      </>
    );
  }
  if (schema.items) {
    return (
      <>
        list of <Type schema={schema.items} />
      </>
    );
  }
  if (schema.enum) return <code>{schema.enum.map(String).join(' | ')}</code>;
  const type = [schema.type ?? 'anything'].flat().join(' or ');
  const fallback = schema.default === undefined ? '' : `, ${JSON.stringify(schema.default)} if not given`;
  const fields = Object.keys(schema.properties ?? {});
  return (
    <>
      {type}
      {schema.format ? ` (${schema.format})` : ''}
      {schema.maximum !== undefined && schema.maximum < 1e6 ? `, at most ${schema.maximum}` : ''}
      {fields.length > 0 ? <span class="second"> with {fields.join(', ')}</span> : ''}
      {fallback}
    </>
  );
}

/** What stands between backticks is code. */
const inCode = (text: string): Child[] =>
  text.split('`').map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part));

const anchor = (text: string): string => text.toLowerCase().replace(/[^a-z]+/g, '-');

const entriesOf = (document: ApiDocument): Entry[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
