/**
 * Markup as text. JSX's own toString keeps a store for components that wait (AsyncLocalStorage), and from the first page on Node
 * then looks after every promise of the process: a tenth of all it does. Nothing in our pages waits.
 */
import type { JSXNode } from 'hono/jsx';

export function written(node: unknown): string {
  if (!isNode(node)) return String(node);
  const buffer = [''];
  node.toStringToBuffer(buffer as Parameters<JSXNode['toStringToBuffer']>[0]);
  if (buffer.length > 1) throw new Error('A component of a page waits for something');
  return buffer[0]!;
}

const isNode = (node: unknown): node is JSXNode => typeof (node as JSXNode | null)?.toStringToBuffer === 'function';
