// The hooks a shop may give: asked at the right time, believed, and never waited for too long.
import { type Visit, expect, test } from './fixtures';
import { arrive, init } from './support/arrive';
import { line, lines } from './support/lines';

const toReward = async (visit: Visit) => {
  await visit.widget.open();
  await visit.widget.tab('Rewards').click();
  await visit.widget.button('Get it: Free delivery').click();
};

for (const [what, answer] of [['false', 'false'], ['a promise of a refusal', 'Promise.resolve({ ok: false, message: "Not on Sundays" })']] as const) {
  test(`D3 beforeRedeem with ${what} stops the redemption`, async ({ visit, page }) => {
    await arrive(visit, `before ${what}`, init(`beforeRedeem: function (it) { window.asked = it; return ${answer}; }`));
    await toReward(visit);
    await visit.widget.button(/^Get it for/).click();
    await expect.poll(() => page.evaluate(() => (window as never as { asked: unknown }).asked)).toMatchObject({ reward: 'delivery', cost: 300 });
    if (what !== 'false') await expect(visit.widget.panel).toContainText('Not on Sundays');
    await page.waitForTimeout(500);
    await expect(visit.widget.button(/^Get it for/)).toBeEnabled();
    expect((await visit.member()).balance).toMatchObject({ available: 550, reserved: 0 });
  });
}

test('D3 beforeRedeem that answers yes lets it happen', async ({ visit }) => {
  await arrive(visit, 'before yes', init('beforeRedeem: function () { return new Promise(function (done) { setTimeout(done, 300); }); }'));
  await visit.widget.open();
  await visit.redeem();
  expect((await visit.member()).balance).toMatchObject({ available: 250, reserved: 300 });
});

test('D3 apply gets the code, and its words reach the shopper', async ({ visit, page }) => {
  await arrive(visit, 'apply', init(`apply: function (it) {
    window.applied = it;
    return Promise.resolve({ applied: false, message: 'Only <b>one</b> code an order' });
  }`));
  await visit.widget.open();
  await visit.redeem();
  await visit.widget.button('Use in cart').click();
  await expect(visit.widget.panel).toContainText('Only <b>one</b> code an order');
  const [redemption] = (await visit.member()).redemptions;
  expect(await page.evaluate(() => (window as never as { applied: unknown }).applied)).toEqual({ code: redemption.code, redemption: redemption.id });
});

test('D3 apply that never answers says so in time, and the code stays', async ({ visit, page }) => {
  test.setTimeout(90_000);
  const found = lines(page);
  await arrive(visit, 'apply silence', init('apply: function () { return new Promise(function () {}); }'));
  await visit.widget.open();
  await visit.redeem();
  await visit.widget.button('Use in cart').click();
  await expect(visit.widget.panel).toContainText('The shop did not take the code', { timeout: 25_000 });
  await expect(visit.widget.panel.locator('[part~=code]')).toBeVisible();
  expect(found).toEqual([expect.stringMatching(line('hook', 'apply'))]);
});
