import { receiving, type Size, sending, storing } from './mail-cases.ts';
import type { Row } from './measure.ts';

/** In the order in which they are measured. */
export const mailGroups: Readonly<Record<string, (size: Size) => Promise<Row[]>>> = { receiving, storing, sending };
