// A year of orders, made once a run; every stack starts from a copy.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { program, seeded, server } from './places';
import { secrets } from './secrets';

export default function seed() {
  fs.rmSync(seeded, { recursive: true, force: true });
  fs.mkdirSync(seeded, { recursive: true });
  const history = path.join(seeded, 'history.jsonl');
  run('demo-seed', '--data', seeded, '--out', history);
  run('import', '--program', program, '--data', seeded, history);
  fs.rmSync(history);
}

const run = (...given: string[]) =>
  execFileSync(server, given, { env: { ...process.env, ...secrets }, stdio: ['ignore', 'ignore', 'inherit'] });
