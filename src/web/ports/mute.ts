/** What the page behind «Mute this task» asks of the house. */
import type { Muting } from '../../flow/mute.ts';

export type { Muting } from '../../flow/mute.ts';

export interface MutePorts {
  /** Null: there is no such letter. */
  muting(token: string): Promise<Muting | null>;
  setMuted(token: string, muted: boolean): Promise<Muting | null>;
}
