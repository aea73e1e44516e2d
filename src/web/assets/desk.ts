/** What a browser adds to pages of who signed in, besides page.ts: ways by keyboard, quotes, and what waits for its time. */
import { keys } from '../browser/keys.ts';
import { planned } from '../browser/planned.ts';
import { queue } from '../browser/queue.ts';
import { quote } from '../browser/quote.ts';

queue();
keys();
quote();
planned();
// A form that was sent without leaving the page brings another conversation.
new MutationObserver(planned).observe(document.body, { childList: true });
