// For pictures: an element in its final state.
import type { Locator } from '@playwright/test';

/** Waits until what has just begun to move in it has come to rest. What moves for a second or longer is let go on. */
export async function rest(of: Locator) {
  await of.evaluate(async (element) => {
    const moves = element.getAnimations({ subtree: true });
    const brief = moves.filter((it) => Number(it.effect?.getComputedTiming().endTime) < 1_000);
    await Promise.allSettled(brief.map((it) => it.finished));
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}
