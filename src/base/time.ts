/** Time is a number of milliseconds since 1970-01-01T00:00:00Z; people and programs outside see ISO 8601 in UTC. */
export type Instant = number;
export type Clock = () => Instant;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2026-11-23T04:25:29.000Z` */
export const toIso = (at: Instant): string => new Date(at).toISOString();
