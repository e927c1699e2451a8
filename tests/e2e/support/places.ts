// Where the built files are.
import path from 'node:path';

/** The workspace. */
export const root = path.resolve(__dirname, '../../..');

/** A path in cargo's target folder. */
export const target = (name: string) =>
  path.join(process.env.STEMPEL_TARGET ?? path.join(root, 'target'), name);

/** The server's program. */
export const server = process.env.STEMPEL_SERVER ?? target('debug/stempel-server');

/** The widget's files. */
export const dist = process.env.STEMPEL_DIST ?? path.join(root, 'dist');

/** Another folder to take the shop's page from. */
export const site = process.env.STEMPEL_SITE;

/** The program the demo shop offers. */
export const program = path.join(root, 'programs/demo.toml');

/** The databases every stack begins with. */
export const seeded = target('e2e/seed');
