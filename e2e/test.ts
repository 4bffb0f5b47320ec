// The test that every spec uses. It fails on any console error, uncaught error, breach of the
// page's policy or request to another origin, and on whatever axe finds on the page when the test
// ends.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

export interface Watch {
  /** Errors that the test itself causes, named by a part of their text. */
  allow(text: string): void;
  /** Watches another page of the test as well. */
  also(page: Page): void;
}

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      const allowed: string[] = [];
      const watch = (watched: Page) => {
        watched.on('console', (message) => {
          if (message.type() === 'error') problems.push(`console: ${message.text()}`);
        });
        watched.on('pageerror', (error) =>
          problems.push(`uncaught: ${error.stack ?? error.message}`),
        );
        // From now on, file choosers wait for the test. Otherwise one that a key opens may be
        // closed before the test asks for it.
        watched.on('filechooser', () => undefined);
      };
      watch(page);
      await page.context().addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
          console.error(`policy: ${effectiveDirective} ${blockedURI}`),
        );
      });
      page.context().on('request', (request) => {
        const url = new URL(request.url());
        const own = url.origin === new URL(baseURL ?? '').origin;
        if (!own && !['data:', 'blob:'].includes(url.protocol)) {
          problems.push(`request to another origin: ${url.href}`);
        }
      });
      await use({ allow: (text) => void allowed.push(text), also: watch });
      await expectAccessible(page);
      expect(problems.filter((text) => !allowed.some((part) => text.includes(part)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Floating elements: menus, popovers and tooltips. */
const FLOATING = '[data-radix-popper-content-wrapper]';

/**
 * Fails on any violation that axe finds on the page as it is now. Floating elements lie outside the
 * page's landmarks, as the patterns for menus and tooltips require, so they are checked by all
 * rules but that one.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // Colours halfway through a transition are nobody's design. This ends transitions under way and
  // lets none begin.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  // There are no frames from other origins, so one page is enough, and passed rules need no report.
  // Each of the two halves the time.
  const axe = () =>
    new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const found = [await axe().exclude(FLOATING).analyze()];
  if ((await page.locator(FLOATING).count()) > 0) {
    found.push(await axe().include(FLOATING).disableRules('region').analyze());
  }
  await page.emulateMedia({ reducedMotion: null });
  const violations = found.flatMap((result) => result.violations);
  expect(
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => target.join(' ')) })),
  ).toEqual([]);
}
