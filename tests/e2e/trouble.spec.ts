// A backend that is down, slow or wrong: the panel says so in words and offers a way on.
import fs from 'node:fs';
import path from 'node:path';
import { FAILED_REQUEST, Shop, Stack, expect, test } from './support/fixtures';
import { program } from './support/places';

test.beforeEach(async ({ shop, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await shop.speak('en');
  await shop.signIn('anna');
  await shop.open();
});

// The panel asks again by itself as well, and then the button goes: here it is the press that helps.
const recovers = async (shop: Shop, words: string) => {
  await shop.network.onlyWhenTold();
  await shop.widget.launcher.click();
  await expect(shop.widget.panel).toContainText(words, { timeout: 30_000 });
  await shop.network.restore();
  await shop.widget.button('Try again').first().click();
  await expect(shop.widget.panel.locator('[part=hero]')).toBeVisible();
};

test('D11 an endpoint that cannot be reached is said in words, and trying again works', async ({ shop }) => {
  await shop.network.cut();
  await recovers(shop, 'There is no connection.');
});

test('D11 a server error is said in words, and trying again works', async ({ shop }) => {
  await shop.network.fail('**');
  await recovers(shop, 'Something got stuck on our side.');
});

test('D11 HTML in place of JSON is said in words, and trying again works', async ({ shop }) => {
  await shop.network.html('**');
  await recovers(shop, 'Something got stuck on our side.');
});

test('D11 JSON that is cut off is said in words, and trying again works', async ({ shop }) => {
  await shop.network.truncate('program');
  await shop.network.truncate('member');
  await recovers(shop, 'Something got stuck on our side.');
});

test('D11 a server that is silent is given up, and trying again works', async ({ shop }) => {
  await shop.network.silence('program');
  await shop.network.silence('member');
  await recovers(shop, 'The answer did not come in time.');
});

test('D11 trying again asks for what failed while the rest is still on its way', async ({ shop }) => {
  await shop.network.cut('program');
  await shop.network.delay('member', 4_000);
  await recovers(shop, 'There is no connection.');
});

test('D11 a server that is silent is not asked again while it is waited for', async ({ shop, page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await shop.network.silence('program');
  await shop.network.silence('member');
  await shop.widget.launcher.click();
  await expect(shop.widget.panel).toBeVisible();
  await page.waitForTimeout(4_000);
  for (const call of ['/v1/demo/program', '/v1/demo/member']) {
    expect(asked.filter((path) => path === call)).toHaveLength(1);
  }
});

test('D11 a server that stops while the panel is open leaves the last state, marked with its age', async ({ shop, stack }) => {
  await shop.widget.open();
  const hero = shop.widget.panel.locator('[part=hero]');
  const shown = await hero.textContent();
  await stack.backend.stop();
  await expect(shop.widget.panel.getByText(/As of/)).toBeVisible({ timeout: 25_000 });
  expect(await hero.textContent()).toBe(shown);
  await shop.network.onlyWhenTold();
  await stack.backend.start();
  await shop.widget.button('Try again').first().click();
  await expect(shop.widget.panel.getByText(/As of/)).toBeHidden();
});

test('D11 a program without tiers, rewards and challenges is a calm panel', async ({ page }) => {
  const file = path.join(fs.mkdtempSync(path.join(path.dirname(program), '.empty-')), 'demo.toml');
  const text = fs.readFileSync(program, 'utf8').split('\n[[')[0];
  fs.writeFileSync(file, text);
  const stack = await Stack.start(file);
  try {
    const shop = new Shop(page, stack);
    await shop.speak('en');
    await shop.open();
    await shop.widget.launcher.click();
    await expect(shop.widget.panel).toContainText('Opening soon');
  } finally {
    await stack.stop();
    fs.rmSync(path.dirname(file), { recursive: true, force: true });
  }
});
