/** `/api/docs`: the document as a page to read. Rendered here, without any script, from the same document. */
import type { Handler } from 'hono';
import { html as markup, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { lazy } from '../../base/lazy.ts';
import { written } from '../pages/written.ts';
import { POLICY, STYLE } from './docs-style.ts';
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

export function docsPage(document: () => ApiDocument): Handler {
  const page = lazy(() => `<!doctype html>${written(<Page document={document()} />)}`);
  return (c) => c.html(page(), 200, { 'Content-Security-Policy': POLICY });
}

/** In plain markup: for an element `head` JSX keeps the store of which written.ts tells. */
const HEAD = markup`<head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>Postern API</title><style>${raw(STYLE)}</style></head>`;

function Page({ document }: { document: ApiDocument }) {
  const entries = entriesOf(document);
  const tags = [...new Set(entries.flatMap((e) => e.tags))];
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, SchemaLike>);
  return (
    <html lang="en">
      {HEAD}
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
