/**
 * What the API says when it does not do what was asked: RFC 9457 problem details, with everything that is wrong at once.
 */
import { z } from '@hono/zod-openapi';
import { nearest } from '../../base/nearest.ts';
import { type FieldFault, MANAGE_REFUSALS, type ManageRefusal } from '../../flow/manage.ts';
import { REFUSALS, type Refusal } from '../../tasks/refusal.ts';

const ERRORS = {
  malformed: [400, 'The request cannot be read'],
  unauthorized: [401, 'A valid API key is needed'],
  'unknown-acting-as': [403, 'There is no employee whom this request could act as'],
  'no-such-address': [404, 'There is no such address in this API'],
  'method-not-allowed': [405, 'This address does not take this method'],
  'idempotency-running': [409, 'A request with this Idempotency-Key has not ended yet'],
  'too-large': [413, 'Too large'],
  'wrong-media-type': [415, 'This kind of content is not taken here'],
  invalid: [422, 'Some fields cannot be taken as they are'],
  'idempotency-reused': [422, 'This Idempotency-Key was used for another request'],
  'too-many-files': [422, 'Too many files at once'],
  infected: [422, 'This file would do harm and was not taken'],
  'not-a-mail': [422, 'This is not a mail'],
  failed: [500, 'Something went wrong here'],
  unavailable: [503, 'This cannot be done at this moment'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemName = keyof typeof ERRORS | Refusal | ManageRefusal;

export interface Problem {
  readonly problem: ProblemName;
  readonly status: number;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldFault[] | undefined;
}

export const problemSchema = z
  .strictObject({
    type: z
      .string()
      .openapi({ description: 'Names the kind of problem and stays the same', example: '/problems/not-found' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'Every field that is wrong, at once' }),
  })
  .openapi('Problem');

export function problem(name: keyof typeof ERRORS, detail?: string, errors?: readonly FieldFault[]): Problem {
  const [status, title] = ERRORS[name];
  return { problem: name, status, title, detail, errors };
}

/** `fields`: what in the request it is about, where that is known. */
export function refusal(name: Refusal | ManageRefusal, errors?: readonly FieldFault[]): Problem {
  if (name === 'wrong-fields') return problem('invalid', undefined, errors);
  // One answer for what is not there and what is not theirs.
  if (name === 'nowhere') return refusal('not-found');
  const table: Record<string, { http: number; words: { en: string } }> = { ...REFUSALS, ...MANAGE_REFUSALS };
  const { http, words } = table[name]!;
  return { problem: name, status: http, title: words.en, errors };
}

export const isProblem = (value: object): value is Problem => 'problem' in value;

export function problemResponse(p: Problem, headers: Record<string, string> = {}): Response {
  const { problem: name, title, status, detail, errors } = p;
  const body = { type: `/problems/${name}`, title, status, detail, errors };
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  });
}

/** Every issue of a schema as a field and a sentence; an unknown field gets its nearest known one. */
export function faultsOf(error: z.ZodError, schema: z.ZodType): FieldFault[] {
  return error.issues.flatMap((issue): FieldFault[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
    const known = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const message = near ? `There is no such field. Did you mean "${near}"?` : 'There is no such field';
      return { path: [...issue.path, key].join('.'), message };
    });
  });
}

/** The sentences for what a schema finds wrong; null leaves it to zod's own. */
export function sayIssue(issue: { code?: string; input?: unknown; expected?: string }): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.input === undefined) return 'This field is missing';
  return `This must be ${NAMES[issue.expected ?? ''] ?? `a ${issue.expected}`}`;
}

const NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  int: 'a whole number',
  boolean: 'true or false',
  string: 'text',
};

function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = unwrapped(schema);
  for (const step of path) {
    if (at instanceof z.ZodObject) at = unwrapped(at.shape[String(step)]);
    else if (at instanceof z.ZodArray) at = unwrapped(at.element);
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrapped(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}
