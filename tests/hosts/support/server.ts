// The shop around the widget: a few static files, the response headers a case asks for, and a
// token for whoever the cookie `customer` names. `?without` serves the same page and an empty
// script in the widget's place.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { dist, root } from '../../e2e/support/places';
import { secrets } from '../../e2e/support/secrets';
import { token } from './customer';
import { room } from './documents';

const here = path.resolve(__dirname, '..');
const TYPES: Record<string, string> = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript',
  '.jsx': 'text/javascript', '.json': 'application/json',
};

type Texts = Record<string, string>;
/** Response headers, and what a page leaves open besides the usual. */
type Case = { headers: Texts; fills: Texts };

export class HostServer {
  /** Where the widget's files are, e.g. `http://localhost:4841`; known once the backend runs. */
  backend = '';
  private readonly cases = new Map<string, Case>();
  private readonly built = new Map<string, Promise<string>>();

  private constructor(
    private readonly server: http.Server,
    readonly origin: string,
  ) {}

  static async start() {
    const server = http.createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const hosts = new HostServer(server, `http://localhost:${port}`);
    server.on('request', (request, reply) => {
      hosts.reply(request, reply).catch((error) => reply.writeHead(500).end(String(error)));
    });
    return hosts;
  }

  get endpoint() {
    return `${this.backend}/v1/demo`;
  }

  /** The page's address, served so from now on. A case has a path of its own. */
  url(page: string, headers: Texts = {}, name = page, fills: Texts = {}) {
    const id = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    this.cases.set(`/${id}/${page}`, { headers, fills });
    return `${this.origin}/${id}/${page}`;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  private async reply(request: http.IncomingMessage, reply: http.ServerResponse) {
    const url = new URL(request.url ?? '/', this.origin);
    const own = this.account(url, request);
    if (own) return this.send(reply, ...own);
    if (url.pathname.endsWith('.html')) return this.page(url, reply);
    if (url.pathname === '/favicon.ico') return reply.writeHead(204).end();
    const file = url.pathname === '/without/stempel.js' ? '' : await this.file(url.pathname);
    return file === undefined ? reply.writeHead(404).end() : this.send(reply, path.extname(url.pathname), file);
  }

  // The shop's own answers about its customer.
  private account(url: URL, request: http.IncomingMessage): [string, string, Texts?] | undefined {
    const customer = url.searchParams.get('customer');
    return ({
      '/account/token': ['.json', JSON.stringify({ token: this.token(request) })],
      '/account/sign-in': ['.html', '<!doctype html>', { 'set-cookie': `customer=${customer}; path=/` }],
      // What many a shop answers to somebody who is not signed in.
      '/account/page': ['.html', '<!doctype html><p>Sign in'],
    } as Record<string, [string, string, Texts?]>)[url.pathname];
  }

  private page(url: URL, reply: http.ServerResponse) {
    const text = fs.readFileSync(path.join(here, 'pages', path.basename(url.pathname)), 'utf8');
    const { headers, fills } = this.cases.get(url.pathname) ?? { headers: {}, fills: {} };
    this.send(reply, '.html', this.fill(text, url.searchParams.has('without'), fills), headers);
  }

  private token({ headers: { cookie = '' } }: http.IncomingMessage) {
    const customer = /(?:^|; )customer=([^;]+)/.exec(cookie)?.[1];
    const secret = cookie.includes('keys=test') ? secrets.STEMPEL_TEST_TOKEN_SECRET : undefined;
    return customer ? token(customer, secret) : null;
  }

  private send(reply: http.ServerResponse, extension: string, body: string, headers: Texts = {}) {
    const type = TYPES[extension] ?? 'text/plain';
    reply.writeHead(200, { 'content-type': type, ...headers }).end(body);
  }

  // What a page leaves open: `{{widget}}`, `{{endpoint}}`, `{{integrity}}`, `{{shop}}`, `{{room}}`.
  private fill(text: string, without: boolean, fills: Texts) {
    const script = without ? '' : fs.readFileSync(path.join(dist, 'stempel.js'), 'utf8');
    const known: Texts = {
      shop: fs.readFileSync(path.join(here, 'pages/shop.part'), 'utf8'),
      widget: without ? '/without' : `${this.backend}/w`,
      endpoint: this.endpoint,
      room: room(),
      integrity: `sha384-${createHash('sha384').update(script).digest('base64')}`,
    };
    const all: Texts = { ...known, ...(without ? {} : fills) };
    const fill = (it: string): string => it.replace(/\{\{(\w+)\}\}/g, (_, name) => fill(all[name] ?? ''));
    return fill(text);
  }

  // `/files/…` are our own, `/packages/…` come from npm, `.jsx` is bundled with what it imports.
  private async file(pathname: string) {
    const [, folder, ...rest] = pathname.split('/');
    const base = { files: path.join(here, 'files'), packages: path.join(root, 'node_modules') }[folder];
    const file = base && path.join(base, ...rest);
    if (!file || !fs.existsSync(file)) return undefined;
    return file.endsWith('.jsx') ? this.bundle(file) : fs.readFileSync(file, 'utf8');
  }

  private bundle(file: string) {
    const ready = this.built.get(file) ?? bundle(file);
    this.built.set(file, ready);
    return ready;
  }
}

async function bundle(file: string) {
  const { outputFiles } = await build({
    entryPoints: [file], bundle: true, write: false, format: 'iife', jsx: 'automatic', minify: true,
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  });
  return outputFiles[0].text;
}
