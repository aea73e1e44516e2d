/** The document that the API publishes, and the page made of it. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { eachGateway } from '../support/gateway.ts';
import { useDesk } from './desk.ts';

eachGateway('document', (at) => {
  const desk = useDesk(at);

  test('every route says what it is for, what it takes and how it can fail', async () => {
    const document = await desk().document();
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(routes.length).toBeGreaterThan(50);
    expect(new Set(routes.map((r) => r.operation.operationId)).size).toBe(routes.length);
    for (const { path, method, operation } of routes) {
      const where = `${method} ${path}`;
      expect(operation.operationId, where).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation.summary, where).toMatch(/^[A-Z].{5,}/);
      expect(operation.tags, where).toHaveLength(1);
      const names = (operation.parameters ?? []).map((p) => `${p.in} ${p.name}`);
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) expect(names, where).toContain(`path ${name}`);
      expect(names, where).toContain('header Postern-Acting-As');
      expect(names.includes('header Idempotency-Key'), where).toBe(method === 'post');
      const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect(
        problems.map(([status]) => status),
        where,
      ).toEqual(expect.arrayContaining(['401', '403', '422', ...(path.includes('{') ? ['404'] : [])]));
      for (const [, { content }] of problems)
        expect(Object.keys(content ?? {}), where).toEqual(['application/problem+json']);
      expect(
        Object.keys(operation.responses).some((status) => Number(status) < 300),
        where,
      ).toBe(true);
    }
    expect(JSON.stringify(document)).not.toContain('"$ref":"#/components/schemas/undefined"');
  });

  test('lists are paged with a limit that is said', async () => {
    const { paths } = await desk().document();
    const limit = paths['/api/v1/contacts']!.get!.parameters!.find((p) => p.name === 'limit');
    expect(limit).toMatchObject({ schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } });
  });

  test('the page tells of every route, without a script, under a policy that allows its one style', async () => {
    const response = await fetch(`${desk().url}/api/docs`);
    const page = await response.text();
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page).not.toMatch(/<script|<link|<img| style=| on[a-z]+=|https?:\/\//);
    const { paths } = await desk().document();
    for (const [path, methods] of Object.entries(paths))
      for (const operation of Object.values(methods)) expect(page, path).toContain(`id="${operation.operationId}"`);
    for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${anchor}"`);
  });
});
