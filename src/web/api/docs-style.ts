/** How the page about the API looks (the tokens of templates/tokens.json), and the policy that allows nothing else. */
import { createHash } from 'node:crypto';

export const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ground: #f6f7f8; --ink: #16191d; --second: #5a626c; --line: #e2e5e9; --accent: #2457c5 }
@media (prefers-color-scheme: dark) { :root { --paper: #0f1214; --ground: #171b1f; --ink: #e8eaed; --second: #a0a8b2; --line: #2b3138; --accent: #8ab0ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
main { max-width: 820px; margin: 0 auto; padding: 32px 16px 48px }
h1 { font-size: 24px } h2 { font-size: 20px; margin: 48px 0 8px; padding-top: 16px; border-top: 1px solid var(--line) } h3 { font-size: 16px; margin: 24px 0 4px }
h1, h2, h3, summary b { font-weight: 600; line-height: 1.3 }
p { margin: 4px 0 12px; max-width: 680px }
a { color: var(--accent) } a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
code, .path { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace; overflow-wrap: anywhere }
nav ul { columns: 3 180px; padding: 0; list-style: none } nav a { display: inline-block; min-height: 32px }
details { border-top: 1px solid var(--line) } summary { padding: 10px 0; min-height: 44px; cursor: pointer }
summary .path { display: block } summary .method { font-weight: 600 } .second, small { color: var(--second); font-size: 14px }
details > div { padding: 4px 0 24px }
table { width: 100%; border-collapse: collapse; font-size: 14px } td { padding: 6px 12px 6px 0; vertical-align: top; border-top: 1px solid var(--line) } td:first-child { width: 32% }
`;

/** Nothing but this one style may be used. */
export const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
