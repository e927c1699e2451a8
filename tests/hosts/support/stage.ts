// The shop of the pages and a backend that knows it.
import { Stack } from '../../e2e/support/stack';
import { HostServer } from './server';

/** Runs both for as long as they are used. */
export async function stage(use: (hosts: HostServer) => Promise<void>) {
  const hosts = await HostServer.start();
  const stack = await Stack.start(undefined, [hosts.origin]);
  hosts.backend = stack.backendUrl;
  await use(hosts);
  await hosts.stop();
  await stack.stop();
}
