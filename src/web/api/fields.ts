/**
 * The small pieces that every request and answer is made of: ids, times, addresses, words, pages.
 */
import { z } from '@hono/zod-openapi';
import { type Address, parseAddress } from '../../base/address.ts';
import { type Id, parseId } from '../../base/id.ts';
import { type Instant, toIso } from '../../base/time.ts';
import { canonicalZone, isTimezone } from '../../base/zone.ts';
import { isNoHours, OWN_BUNDLE_MOST, quietHoursSchema } from '../../people/pace.ts';
import { TITLE_MAX } from '../../tasks/task.ts';

/** An id of one kind, as text. Whether there is such a thing is asked later; 404 and 422 say the same of both. */
export const id = <K extends string>() =>
  z
    .string()
    .refine((text) => parseId(text) !== null, 'This is not an id')
    .openapi({ format: 'uuid', example: '019341a2-7c00-7000-8000-000000000001' }) as unknown as z.ZodType<Id<K>, Id<K>>;

export const ids = <K extends string>() => z.array(id<K>()).max(500);

/** Lower-cased and trimmed on its way in. */
export const address = z
  .string()
  .max(254)
  .refine((text) => parseAddress(text) !== null, 'This is not an e-mail address')
  .overwrite((text) => parseAddress(text) ?? text)
  .openapi({ format: 'email', example: 'anna@client.example' }) as unknown as z.ZodType<Address, Address>;

export const time = z.string().openapi({ format: 'date-time', example: '2026-11-23T07:00:00.000Z' });
/** A moment that somebody gives, in any offset, as it was written. */
export const givenTime = z.iso.datetime({ offset: true, error: 'This is not a time such as 2026-11-23T07:00:00Z' });
/** The same, read as milliseconds. */
export const instant = givenTime
  .transform((text): Instant => Date.parse(text))
  .openapi({ type: 'string', format: 'date-time', example: '2026-11-23T07:00:00.000Z' });
export const iso = (at: Instant): string => toIso(at);
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));

const trimmed = (max: number) => z.string().trim().max(max);
/** One line that must not be empty. */
export const line = (max = 200) => trimmed(max).min(1);
export const optionalLine = (max = 200) => trimmed(max);
export const title = z
  .string()
  .trim()
  .min(1)
  .refine((text) => [...text].length <= TITLE_MAX, `At most ${TITLE_MAX} characters`)
  .openapi({ maxLength: TITLE_MAX });
/** Where letters come from. */
export const from = address.nullable().optional().openapi({
  description:
    'One of the sending addresses that the writer may use here, or null: their own address in this account. Left out: as by itself',
});
/** Longer is refused later, as bytes with formatting. */
export const prose = z.string().max(512 * 1024);

export const language = z.enum(['ru', 'en']);
/** Kept as it is spelled: `Europe/Moscow` for `europe/moscow`. */
export const timezone = z
  .string()
  .max(64)
  .refine(isTimezone, 'This is not a time zone')
  .overwrite((name) => canonicalZone(name) ?? name)
  .openapi({ example: 'Europe/Moscow' });

/** As somebody chooses them; what is stored may be older than the rule. */
export const chosenHours = quietHoursSchema.refine(
  (hours) => !isNoHours(hours),
  'The two times are the same; say two that differ, or that there are no quiet hours',
);

const ownHours = (hours: typeof quietHoursSchema) =>
  z
    .union([hours, z.literal('none')])
    .nullable()
    .openapi({
      description:
        'Their own choice too: hours of their day in which no letter that can wait goes to them; null: as the account has it',
    });

/** How letters come to a contact. */
export const ownPace = {
  bundleMinutes: z.int().min(0).max(OWN_BUNDLE_MOST).nullable().openapi({
    description:
      'Their own choice, from their dashboard as a rule: what is said to them in one task within so many minutes goes in one letter; 0: each comment in its own; null: as the account has it',
  }),
  quietHours: ownHours(quietHoursSchema),
};

/** The same, to be changed. */
export const chosenPace = {
  bundleMinutes: ownPace.bundleMinutes.optional(),
  quietHours: ownHours(chosenHours).optional(),
};

export const LIMIT = { standard: 50, most: 200 } as const;

/** `after` is the `next` of the page before. */
export const paging = z.strictObject({
  after: z.string().max(100).optional().openapi({ description: 'The `next` of the page before' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LIMIT.most)
    .default(LIMIT.standard)
    .openapi({ type: 'integer', minimum: 1, maximum: LIMIT.most, default: LIMIT.standard }),
});

/** Lists that are paged by number: `after` is the last number seen. */
export const numberPaging = paging.extend({
  after: z
    .string()
    .regex(/^\d{1,9}$/, 'This is not the `next` of a page')
    .optional(),
});

export const idPaging = paging.extend({ after: id<string>().optional() });

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });

/** One more than `limit` was asked for: whether there is a next page is known without counting. */
export function cut<T>(
  found: readonly T[],
  limit: number,
  cursor: (last: T) => string,
): { items: readonly T[]; next: string | null } {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? cursor(items.at(-1)!) : null };
}

export const idParam = <K extends string>() => z.strictObject({ id: id<K>() });
