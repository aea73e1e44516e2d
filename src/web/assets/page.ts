/**
 * What a browser adds to pages that work without it: the reader's own clock, a draft that survives, files by drag and drop,
 * a bar of progress, and a comment that appears where it belongs.
 */
import { composer } from '../browser/composer.ts';
import { live } from '../browser/live.ts';
import { readMarks } from '../browser/marks.ts';
import { pace } from '../browser/pace.ts';
import { reveal } from '../browser/reveal.ts';
import { switcher } from '../browser/switcher.ts';
import { theme } from '../browser/theme.ts';
import { times } from '../browser/times.ts';

times(document);
theme();
reveal();
readMarks();
composer();
live();
switcher();
pace();
