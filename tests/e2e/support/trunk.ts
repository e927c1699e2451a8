// What `trunk build` made, opened as `trunk serve` would serve it.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { expect, test } from './fixtures';

const BACKEND = 'http://localhost:4841';
const built = process.env.STEMPEL_TRUNK ?? '';
const TYPES: Record<string, string> = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

test("the shop page that Trunk built shows the widget's panel", async ({ shop, stack }) => {
  // The page asks the backend where `cargo xtask demo` runs it; this stack runs elsewhere.
  await shop.page.route(`${BACKEND}/**`, async (route) => {
    const url = route.request().url().replace(BACKEND, stack.backendUrl);
    const response = await route.fetch({ url });
    const headers = { ...response.headers(), 'access-control-allow-origin': '*' };
    await route.fulfill({ response, headers });
  });
  const server = http.createServer((request, reply) => serve(request, reply, stack.shopUrl));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await shop.page.goto(`http://localhost:${port}/`);
  await shop.widget.open();
  await expect(shop.widget.panel).toBeVisible();
  server.closeAllConnections();
  server.close();
});

// Files from Trunk's folder; the rest from the shop's server.
async function serve(request: http.IncomingMessage, reply: http.ServerResponse, shop: string) {
  const { pathname } = new URL(request.url ?? '/', shop);
  const file = path.join(built, pathname === '/' ? 'index.html' : pathname);
  if (fs.existsSync(file)) {
    reply.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    return reply.end(fs.readFileSync(file));
  }
  const answer = await fetch(shop + request.url);
  reply.statusCode = answer.status;
  reply.setHeader('content-type', answer.headers.get('content-type') ?? 'text/plain');
  reply.end(Buffer.from(await answer.arrayBuffer()));
}
