/** Everything that is measured, by group. */
import { growth } from './growth-cases.ts';
import { bigMail, idleConnections, longText } from './machine-cases.ts';
import { receiving, type Size, storing } from './mail-cases.ts';
import type { Row } from './measure.ts';
import { pages } from './page-cases.ts';
import { sending } from './send-cases.ts';

/** In the order in which they are measured. */
export const groups: Readonly<Record<string, (size: Size) => Promise<Row[]>>> = {
  receiving,
  storing,
  sending,
  pages,
  growth,
  longText,
  bigMail,
  idleConnections,
};
