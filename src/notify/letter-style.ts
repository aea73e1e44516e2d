/**
 * The look of letters, made from templates/tokens.json: mail programs know only styles in the tags themselves, so each is a
 * line of declarations. Dark colours come by classes from one `<style>`, which programs that do not know it ignore.
 */
import { z } from 'zod';

const palette = z.object({
  paper: z.string(),
  ground: z.string(),
  ink: z.string(),
  second: z.string(),
  line: z.string(),
  accent: z.string(),
});
type Palette = z.infer<typeof palette>;

/** As much of the tokens as letters use; pages use more of the same file. */
const tokensSchema = z.object({
  type: z.object({
    family: z.string(),
    mono: z.string(),
    size: z.object({ body: z.number(), small: z.number(), heading: z.number() }),
    line: z.object({ body: z.number(), tight: z.number() }),
    weight: z.object({ normal: z.number(), strong: z.number() }),
  }),
  space: z.record(z.string(), z.number()),
  radius: z.number(),
  width: z.object({ letter: z.number() }),
  colour: z.object({ light: palette, dark: palette }),
});
export type Tokens = z.infer<typeof tokensSchema>;

export const readTokens = (json: string): Tokens => tokensSchema.parse(JSON.parse(json));

/** Declarations by what they are for. Attribute values stand in double quotes, so fonts take single ones. */
export function letterStyles(tokens: Tokens) {
  const { type, colour, space } = tokens;
  const light = colour.light;
  const family = `font-family:${type.family.replaceAll('"', "'")}`;
  const mono = `font-family:${type.mono.replaceAll('"', "'")}`;
  const body = `${family};font-size:${type.size.body}px;line-height:${type.line.body}`;
  const small = `${family};font-size:${type.size.small}px;line-height:${type.line.body}`;
  const gap = (n: string) => `${space[n] ?? 0}px`;
  return {
    width: String(tokens.width.letter),
    page: `margin:0;padding:0;background-color:${light.paper};color:${light.ink}`,
    column: `width:100%;max-width:${tokens.width.letter}px`,
    cell: `padding:${gap('5')} ${gap('4')};text-align:left;${body};color:${light.ink};word-wrap:break-word;word-break:break-word;overflow-wrap:anywhere`,
    byline: `margin:0 0 ${gap('3')};${small};color:${light.second}`,
    name: `font-weight:${type.weight.strong};color:${light.ink}`,
    title: `margin:0 0 ${gap('3')};${family};font-size:${type.size.heading}px;line-height:${type.line.tight};font-weight:${type.weight.strong};color:${light.ink}`,
    paragraph: `margin:0 0 ${gap('3')}`,
    words: `margin:0 0 ${gap('4')}`,
    signature: `margin:0 0 ${gap('4')};${small};color:${light.second}`,
    files: `margin:0 0 ${gap('4')};padding:0;list-style:none;${small}`,
    file: `margin:0 0 ${gap('1')};padding:0`,
    quiet: `color:${light.second}`,
    link: `color:${light.accent};text-decoration:underline`,
    action: `margin:0 0 ${gap('4')}`,
    hint: `margin:0 0 ${gap('4')};${small};color:${light.second}`,
    rule: `border:0;border-top:1px solid ${light.line};margin:${gap('5')} 0 ${gap('4')};height:0`,
    footer: `margin:0 0 ${gap('2')};${small};color:${light.second}`,
    footerLink: `color:${light.second};text-decoration:underline`,
    history: `margin:0 0 ${gap('4')};padding:0 0 0 ${gap('3')};border-left:2px solid ${light.line};${small};color:${light.second}`,
    hidden:
      'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all',
    quote: `margin:0 0 ${gap('3')};padding:0 0 0 ${gap('3')};border-left:2px solid ${light.line};color:${light.second}`,
    code: `${mono};font-size:${type.size.small}px`,
    pre: `margin:0 0 ${gap('3')};${mono};font-size:${type.size.small}px;white-space:pre-wrap`,
    list: `margin:0 0 ${gap('3')};padding:0 0 0 ${gap('5')}`,
    innerList: `margin:0;padding:0 0 0 ${gap('5')}`,
    table: `margin:0 0 ${gap('3')};border-collapse:collapse`,
    tableCell: `padding:${gap('1')} ${gap('2')};border:1px solid ${light.line};vertical-align:top;text-align:left`,
    dark: darkRules(colour.dark),
  } as const;
}
export type LetterStyles = ReturnType<typeof letterStyles>;

const darkRules = (dark: Palette): string =>
  [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    '@media (prefers-color-scheme:dark){',
    `.p-page{background-color:${dark.paper}!important}`,
    `.p-ink{color:${dark.ink}!important}`,
    `.p-second{color:${dark.second}!important}`,
    `.p-link{color:${dark.accent}!important}`,
    `.p-line{border-color:${dark.line}!important}`,
    '}',
  ].join('');
