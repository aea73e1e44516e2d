/** Where a list that is paged by numbers goes on; what is no number begins it. PostgreSQL takes no larger ones. */
export const numberAfter = (after: string | null): number => (/^\d{1,9}$/.test(after ?? '') ? Number(after) : 0);
