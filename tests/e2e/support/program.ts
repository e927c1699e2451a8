// The demo's program with more in it, for what a program shows only at certain times.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { program } from './places';

/** The file of the demo's program with lines added at its end. */
export function programWith(lines: string) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stempel-program-'));
  const file = path.join(folder, 'demo.toml');
  fs.writeFileSync(file, `${fs.readFileSync(program, 'utf8')}\n${lines}`);
  return file;
}

/** A day so many days from now, as a program writes it. */
export const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
