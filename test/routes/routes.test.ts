/**
 * Every route × every kind of viewer × own, foreign and other-tenant ids. The routes are the application's own: one that stands in
 * no row of the table fails here.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, knows, seesContact } from './oracle.ts';
import { isOneOfFew, type Playing, play } from './play.ts';
import { API } from './rows-api.ts';
import { DASHBOARD, PAGES } from './rows-pages.ts';
import { openStage } from './stage.ts';
import { everyViewer, type Viewer } from './viewers.ts';

let playing: Playing;
beforeAll(async () => {
  const stage = await openStage();
  const viewers = await everyViewer(stage);
  stage.keep();
  playing = { stage, viewers, met: new Map() };
});
afterAll(async () => {
  console.log(playing.stage.asked(), process.cpuUsage());
  await playing.stage.close();
});

const TABLE = [...PAGES, ...DASHBOARD, ...API];

describe('every row of the table', () => {
  test.each(TABLE.map((row, at) => [`${row[0]}`, row, at] as const))('%s', async (_, row, at) => {
    expect(await play(playing, row, at)).toEqual([]);
  });
});

/** What some way in has no page for, though its viewer might know it. */
function isShown(viewer: Viewer, home: Home): boolean {
  const { face, eye } = viewer;
  switch (home.at) {
    case 'employee':
    case 'upload':
      return face === 'api';
    case 'session':
      return face === 'page';
    case 'card':
    case 'note':
      return isOneOfFew(viewer) && seesContact(eye, home.contact);
    case 'removed':
      return face !== 'api' || home.comment !== null;
    case 'raw':
      return face !== 'api';
    default:
      return true;
  }
}

test('each has met what is theirs to know', () => {
  const missing = playing.viewers.flatMap((viewer) => {
    const { name, eye, shutOut } = viewer;
    if (shutOut || eye.tenant === 'b') return [];
    const met = playing.met.get(name)!;
    return [...playing.stage.markers].flatMap(([marker, homes]) => {
      const theirs = homes.filter((home) => marker[2] === eye.tenant && isShown(viewer, home) && knows(eye, home));
      return theirs.length > 0 && !met.has(marker) ? [`${name}: ${marker} ${JSON.stringify(theirs)}`] : [];
    });
  });
  expect(missing).toEqual([]);
});
