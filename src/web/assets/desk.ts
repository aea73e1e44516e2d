/** What a browser adds to pages of who signed in, besides page.ts: ways by keyboard. */
import { keys } from '../browser/keys.ts';
import { queue } from '../browser/queue.ts';

queue();
keys();
