// The steps of one walk: after one that failed the rest cannot be walked. A picture is kept, and they fail at once.

import assert from "node:assert/strict";

/** A function that runs a named step of the test `t` on `page`. */
export function stepsOf(t, page) {
  let broken = false;
  return (name, act) => t.test(name, async () => {
    assert.ok(!broken, "a step before this one failed");
    try { await act(); } catch (thrown) {
      broken = true;
      await page.picture(`failed-${name.replace(/\W+/gu, "-").slice(0, 60)}`).catch(() => undefined);
      throw thrown;
    }
  });
}
