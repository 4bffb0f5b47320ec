// The test that every spec uses: it fails on any console error, uncaught error or request to another
// origin, and on what axe finds on the page as the test leaves it.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

export interface Watch {
  /** Errors that the test itself brings about, by a part of their text. */
  allow(text: string): void;
}

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      const allowed: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
      page.context().on('request', (request) => {
        const url = new URL(request.url());
        const own = url.origin === new URL(baseURL ?? '').origin;
        if (!own && !['data:', 'blob:'].includes(url.protocol)) {
          problems.push(`request to another origin: ${url.href}`);
        }
      });
      await use({ allow: (text) => void allowed.push(text) });
      await expectAccessible(page);
      expect(problems.filter((text) => !allowed.some((part) => text.includes(part)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Fails on any violation that axe finds on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => target.join(' ')) })),
  ).toEqual([]);
}
