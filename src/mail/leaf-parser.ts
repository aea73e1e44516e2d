/**
 * mailparser, told that no type is text, so that every leaf comes as a stream of bytes. With mime-parts.ts the only file that knows it;
 * what is used here of its insides is why its version is pinned.
 */
import type { Transform } from 'node:stream';
import { type HeaderLines, MailParser, type MailParserOptions } from 'mailparser';
import { TextFromBase64 } from './base64-text.ts';

export interface TreeNode {
  readonly contentType: string | false;
  readonly headers: object;
  readonly children: readonly TreeNode[];
  readonly node: {
    _boundary: Buffer | false;
    flowed: boolean;
    delSp: boolean;
    charset: string | false;
    headers: { lines: HeaderLines } | false;
  };
}

/** What mailsplit knows of a node before its body comes. */
interface MimeNode {
  encoding: string;
  readonly contentType: string | false;
  getDecoder: () => Transform;
}

export class LeafParser extends MailParser {
  textTypes: string[] = [];
  declare tree: TreeNode | false;
  readonly encoded: TextFromBase64[] = [];

  createNode(node: MimeNode): unknown {
    // `base64;`, `"quoted-printable"`: what stands around the word means nothing.
    node.encoding = /[\w-]+/.exec(node.encoding || '')?.[0]?.toLowerCase() ?? '';
    if (node.encoding === 'base64' && /^text\//i.test(node.contentType || 'text/plain'))
      node.getDecoder = () => {
        const decoder = new TextFromBase64();
        this.encoded.push(decoder);
        return decoder;
      };
    return CREATE_NODE.call(this, node);
  }
}

/** An internal of mailparser that its declarations leave out. */
const CREATE_NODE = (MailParser.prototype as unknown as { createNode: (node: MimeNode) => unknown }).createNode;

export const OPTIONS: MailParserOptions & { ignoreEmbedded: boolean } = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  checksumAlgo: false,
  // An attached mail stays one file: its parts are not parts of this mail.
  ignoreEmbedded: true,
};
