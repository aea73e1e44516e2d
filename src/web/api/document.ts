/** The OpenAPI 3.1 document, made from the schemas that check the requests. */
import type { OpenAPIHono } from '@hono/zod-openapi';

export const DESCRIPTION = `A key acts as the account's robot, which sees and may do everything; with \`Postern-Acting-As: <employee id>\` that employee's rights hold.

Ids are strings, times are ISO 8601 in UTC. Lists are \`{items, next}\`: give \`next\` as \`?after=\` for the page that follows, until it is null. A \`POST\` with an \`Idempotency-Key\` does its work once.

What is refused is answered with \`application/problem+json\` (RFC 9457); everything that is wrong with a request is named at once in \`errors\`.`;

export function documentOf(app: OpenAPIHono, publicUrl: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of the account',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Postern', version: '1', description: DESCRIPTION },
    servers: [{ url: publicUrl }],
  });
}

export type ApiDocument = ReturnType<typeof documentOf>;
