import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attachmentName } from '../../src/mail/attachment-name.ts';

describe('a name from a stranger', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\Users\\Anna\\roof.pdf', 'roof.pdf'],
    ['a\0b\r\nc.txt', 'abc.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['.htaccess', 'htaccess'],
    ['report.pdf. . ', 'report.pdf'],
    ['con.txt', '_con.txt'],
    ['what?<is>:this*.doc', 'what__is__this_.doc'],
    ['Смета  на   крышу.xlsx', 'Смета на крышу.xlsx'],
    ['..', 'text.txt'],
    ['', 'text.txt'],
  ])('%j is %j', (given, wanted) => expect(attachmentName(given, 'text/plain')).toBe(wanted));
});

test('no name at all: the type gives one, the title of an attached mail helps', () => {
  expect(attachmentName('', 'text/calendar')).toBe('invite.ics');
  expect(attachmentName('', 'application/x-unheard-of')).toBe('application.bin');
  expect(attachmentName('', 'message/rfc822', 'Re: Roof / plan')).toBe('plan.eml');
});

test('whatever comes: short, one line, no path, never empty, and cleaning twice changes nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 400 })),
      (given) => {
        const name = attachmentName(given, 'application/pdf');
        expect(name).not.toBe('');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(220);
        expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069]|^\.|[. ]$/u);
        expect(attachmentName(name, 'application/pdf')).toBe(name);
      },
    ),
    { numRuns: 1000 },
  );
});
