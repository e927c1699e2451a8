// The strict policy and the room of inline elements, read from the documents: what stands there is
// what is tested.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../e2e/support/places';

const read = (block: RegExp) => {
  const found = fs.readFileSync(path.join(root, 'docs/embed.md'), 'utf8').match(block)?.[1];
  if (!found) throw new Error(`docs/embed.md shows no ${block}`);
  return found;
};

/** The style sheet that keeps room for inline elements until the script is there. */
export const room = () => read(/```css\n([^`]*:not\(:defined\)[^`]*)```/);

/** The directives of docs/embed.md with the hosts of this run, and `'self'` for the shop's own scripts. */
export function documented(backend: string) {
  const block = read(/```[^\n]*\n([^`]*script-src[^`]*)```/);
  const policy = block.replace(/^\s*Content-Security-Policy:/i, '').replace(/https:\/\/club\.shop\.example/g, backend);
  const directives = policy.split(/[;\n]/).map((it) => it.trim().replace(/\s+/g, ' ')).filter(Boolean);
  const script = directives.findIndex((it) => it.startsWith('script-src'));
  if (!directives[script].includes("'self'")) directives[script] += " 'self'";
  return directives.some((it) => it.startsWith('default-src')) ? directives : ["default-src 'none'", ...directives];
}

/** As a response header. */
export const header = (directives: string[]) => ({ 'content-security-policy': directives.join('; ') });
