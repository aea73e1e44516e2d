/**
 * How much goes to one domain: so many letters at once, so many a minute. Whoever does not fit is told when to come back; nobody stands
 * in the way of letters to other domains meanwhile. In memory: each process counts for itself.
 */
import { type Instant, MINUTE } from '../base/time.ts';

export interface LaneLimits {
  /** Letters at once. */
  readonly atOnce: number;
  readonly perMinute: number;
}

export interface Lanes {
  /** A place, to be given back; or when there may be one. */
  enter(domain: string, now: Instant): (() => void) | { readonly at: Instant };
}

interface Lane {
  active: number;
  /** When the letters of the last minute began. */
  begun: Instant[];
  /** The last place in the line that was given away. */
  promised: Instant;
}

/** Beyond so many domains those are forgotten of which nothing is known any more. */
const MOST_LANES = 1000;

export function makeLanes({ atOnce, perMinute }: LaneLimits): Lanes {
  const lanes = new Map<string, Lane>();
  const laneOf = (domain: string, now: Instant): Lane => {
    if (lanes.size > MOST_LANES) forget(lanes, now);
    const lane = lanes.get(domain) ?? { active: 0, begun: [], promised: 0 };
    lanes.set(domain, lane);
    lane.begun = lane.begun.filter((at) => at > now - MINUTE);
    return lane;
  };
  return {
    enter(domain, now) {
      const lane = laneOf(domain, now);
      if (lane.begun.length >= perMinute || lane.active >= atOnce) {
        // A time for each: a thousand that came at once do not come back at once, to be sent away again.
        lane.promised = Math.ceil(Math.max(now, lane.promised) + MINUTE / perMinute);
        return { at: lane.promised };
      }
      lane.active += 1;
      lane.begun.push(now);
      return () => {
        lane.active -= 1;
      };
    },
  };
}

function forget(lanes: Map<string, Lane>, now: Instant): void {
  for (const [domain, { active, begun, promised }] of lanes)
    if (active === 0 && promised <= now && (begun.at(-1) ?? 0) <= now - MINUTE) lanes.delete(domain);
}
