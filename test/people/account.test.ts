/** Where the pages of an account are. */
import { expect, test } from 'vitest';
import { siteOf } from '../../src/people/account.ts';

test.each([
  ['desk.example', 'https://office.example', 'https://office.example'],
  ['birch.desk.example', 'https://office.example', 'https://birch.office.example'],
  ['birch.desk.example', 'http://office.example:8025', 'http://birch.office.example:8025'],
  ['birch.desk.example', 'http://127.0.0.1:8025', 'http://127.0.0.1:8025'],
  ['birch.desk.example', 'http://[::1]:8025', 'http://[::1]:8025'],
  ['birch.desk.example', 'http://localhost:8025', 'http://localhost:8025'],
  ['birchdesk.example', 'https://office.example', 'https://office.example'],
])('an account on %s, with pages at %s, is at %s', (mailDomain, publicUrl, site) => {
  expect(siteOf({ mailDomain }, { publicUrl, mailDomain: 'desk.example' })).toBe(site);
});
