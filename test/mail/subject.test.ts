/** What a subject says of itself: prefixes, tags of gateways, ticket numbers, commands. */
import { describe, expect, test } from 'vitest';
import {
  isOtherSubject,
  isSilent,
  readAnswer,
  searchMark,
  ticketNumbers,
  withoutCommands,
} from '../../src/mail/subject.ts';

describe('an answer by its subject', () => {
  test.each([
    ['Re: Oven smokes', true, 'Oven smokes'],
    ['AW: WG: Oven smokes', true, 'Oven smokes'],
    ['Отв: Печь дымит', true, 'Печь дымит'],
    ['RE[3]: Oven smokes', true, 'Oven smokes'],
    ['[EXTERNAL] Re: Oven smokes', true, 'Oven smokes'],
    ['[Ovens] model 3', false, '[Ovens] model 3'],
    ['Oven: smokes', false, 'Oven: smokes'],
    ['Reply wanted', false, 'Reply wanted'],
    ['', false, ''],
  ])('%s', (subject, answers, title) => {
    expect(readAnswer(subject)).toEqual({ answers, title });
  });
});

describe('another matter', () => {
  const letter = ['Oven smokes', 'Re: Oven smokes'];
  test.each([
    'Re: Oven smokes',
    'RE: [EXTERNAL] Oven  smokes',
    'Re: Oven smokes [#1234]',
    'Fwd: oven smokes',
    'Re: Oven smo',
    'Re: Acme: Oven smokes',
    'Re:',
    '',
  ])('the same: «%s»', (subject) => expect(isOtherSubject(subject, letter)).toBe(false));
  test.each(['New invoice', 'Re: New invoice', 'Ovens'])('another: «%s»', (subject) =>
    expect(isOtherSubject(subject, letter)).toBe(true),
  );
});

test('ticket numbers of other systems (spec 3.5.4)', () => {
  expect(ticketNumbers('[SR-0123456] Printer')).toEqual(['0123456']);
  expect(ticketNumbers('Printer [ID: 0123456]')).toEqual(['0123456']);
  expect(ticketNumbers('[AGRT4711] Printer, #0815')).toEqual(['4711', '0815']);
  expect(ticketNumbers('#12 and #abc and [2026]')).toEqual(['2026']);
});

test('#text finds a task, and is no part of a title', () => {
  expect(searchMark('Photos #oven')).toBe('oven');
  expect(searchMark('#"model 3" photos')).toBe('model 3');
  expect(searchMark('Снимки #«печь дымит»')).toBe('печь дымит');
  expect(searchMark('C# course')).toBeNull();
  expect(withoutCommands('Photos @nonotify #"model 3" of Monday')).toBe('Photos of Monday');
  expect(withoutCommands('Order #4711')).toBe('Order #4711');
});

test('@nonotify is a word of its own', () => {
  expect(isSilent('Fyi @nonotify')).toBe(true);
  expect(isSilent('@NoNotify: fyi')).toBe(true);
  expect(isSilent('mail@nonotify.example')).toBe(false);
  expect(isSilent('@nonotifying')).toBe(false);
});
