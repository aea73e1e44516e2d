/** How mail is doing, at a glance: what waits and since when, what came and went last, what failed, what would stop it. */
import { formatSize } from '../../../base/size.ts';
import { DAY, HOUR, MINUTE } from '../../../base/time.ts';
import type { Waiting } from '../../../store/status.ts';
import type { Status } from '../../ports/admin.ts';
import { Fact, Facts } from '../facts.tsx';
import { Time } from '../layout.tsx';
import type { Reader } from '../reader.ts';
import { type Desk, DeskFrame } from '../staff.tsx';

/** From when on something is amiss: a queue that stands, a disk that fills, a certificate that ends. */
const LONG = { letters: HOUR, unread: 10 * MINUTE, held: 3 * DAY } as const;
const LITTLE_ROOM = 1024 ** 3;
const SOON = 21 * DAY;

export function StatusPage({ desk, status }: { desk: Desk; status: Status }) {
  const { reader } = desk;
  const { say } = reader;
  const title = say('nav.status');
  return (
    <DeskFrame desk={desk} title={title} place="status">
      <h1>{title}</h1>
      {isWell(status, reader.now) ? (
        <p class="done">{say('health.well')}</p>
      ) : (
        <p class="warn">{say('health.amiss')}</p>
      )}
      <Facts>
        <Queue reader={reader} name="letters" waiting={status.letters} path="/admin/letters?what=queued&when=all" />
        <Queue reader={reader} name="unread" waiting={status.unread} path="/admin/inbox?what=received&when=all" />
        <Queue reader={reader} name="held" waiting={status.held} path="/admin/held" />
        <Failed reader={reader} name="failed" count={status.failed} path="/admin/letters?what=failed" />
        <Failed reader={reader} name="parked" count={status.parked} path="/admin/inbox?what=parked" />
        <Fact name={say('health.last-mail')}>{last(status.lastMail, reader)}</Fact>
        <Fact name={say('health.last-letter')}>{last(status.lastLetter, reader)}</Fact>
        <Room reader={reader} free={status.freeDisk} />
        <Certificate reader={reader} until={status.certificateUntil} />
      </Facts>
      <p class="fine">{say('health.hint')}</p>
    </DeskFrame>
  );
}

type QueueName = keyof typeof LONG;

const isLong = (name: QueueName, { since }: Waiting, now: number): boolean =>
  since !== null && now - since > LONG[name];

const isWell = (status: Status, now: number): boolean =>
  (['letters', 'unread', 'held'] as const).every((name) => !isLong(name, status[name], now)) &&
  status.failed === 0 &&
  status.parked === 0 &&
  (status.freeDisk === null || status.freeDisk > LITTLE_ROOM) &&
  (status.certificateUntil === null || status.certificateUntil - now > SOON);

interface QueueProps {
  readonly reader: Reader;
  readonly name: QueueName;
  readonly waiting: Waiting;
  readonly path: string;
}

function Queue({ reader, name, waiting, path }: QueueProps) {
  const { say, now } = reader;
  const { count, since } = waiting;
  return (
    <Fact name={say(`health.${name}`)}>
      {since === null ? (
        say('health.none')
      ) : (
        <>
          <span class={isLong(name, waiting, now) ? 'state bad' : 'state'}>
            <a href={path}>{String(count)}</a>
          </span>
          {`, ${say('health.since')} `}
          <Time at={since} reader={reader} />
        </>
      )}
    </Fact>
  );
}

function Failed({
  reader: { say },
  name,
  count,
  path,
}: {
  reader: Reader;
  name: 'failed' | 'parked';
  count: number;
  path: string;
}) {
  return (
    <Fact name={say(`health.${name}`)}>
      {count === 0 ? (
        say('health.none')
      ) : (
        <span class="state bad">
          <a href={path}>{String(count)}</a>
        </span>
      )}
    </Fact>
  );
}

const last = (at: number | null, reader: Reader) =>
  at === null ? reader.say('health.never') : <Time at={at} reader={reader} />;

function Room({ reader: { say, language }, free }: { reader: Reader; free: number | null }) {
  if (free === null) return null;
  return (
    <Fact name={say('health.disk')}>
      <span class={free > LITTLE_ROOM ? 'state' : 'state bad'}>
        {say('health.free', { size: formatSize(free, language) })}
      </span>
    </Fact>
  );
}

function Certificate({ reader, until }: { reader: Reader; until: number | null }) {
  const { say, now } = reader;
  if (until === null) return null;
  return (
    <Fact name={say('health.certificate')}>
      <span class={until - now > SOON ? 'state' : 'state bad'}>
        {`${say('health.until')} `}
        <Time at={until} reader={reader} />
      </span>
    </Fact>
  );
}
