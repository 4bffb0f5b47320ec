// The built folder under a sub-path, on a server that adds no headers, and the page's policy.
import type { Page } from '@playwright/test';
import { serve } from '../bench/server';
import { Apprentice } from './apprentice';
import { test } from './bare-server';
import { picture, pictures } from './scenes';
import { expect } from './test';

test('under a sub-path, without headers: learns, answers, explains and changes the backbone', async ({
  page,
  baseURL,
}) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(baseURL ?? '') && !/^(blob|data):/.test(url)) elsewhere.push(url);
  });
  const app = new Apprentice(page);
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
  await page.getByRole('radio', { name: 'Look closer' }).click();
  // The map has a worker of its own.
  await expect(page.getByLabel(/^Map of 24 pictures/)).toBeVisible();
  await page.getByRole('radio', { name: 'Workspace' }).click();
  await app.train.getByRole('button', { name: 'Advanced' }).click();
  const backbone = app.train.getByLabel('Backbone', { exact: true });
  await backbone.selectOption({ index: 1 });
  await expect(app.train.getByText(/^EfficientNet-Lite0, linear head/)).toBeVisible();
  await app.expectLearned(24);
  await expect(backbone).toHaveValue('efficientnet-lite0');
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('stripes', 98) });
  await app.expectAnswer('Stripes');
  expect(elsewhere).toEqual([]);
  // A worker that a server without headers sent has no policy. None of them speaks with others.
  const other = await serve({ '/': 'public' }, { 'Access-Control-Allow-Origin': '*' });
  try {
    const workers = page.workers();
    expect(workers.length).toBeGreaterThanOrEqual(2);
    for (const worker of workers) {
      const outcomes = await worker.evaluate(async (url) => {
        const outcome = (act: () => unknown) =>
          Promise.resolve()
            .then(act)
            .then(
              () => 'done',
              (error: Error) => error.name,
            );
        const request = new XMLHttpRequest();
        return {
          text: await outcome(() => fetch(url)),
          request: await outcome(() => fetch(new Request(url, { mode: 'no-cors' }))),
          xhr: await outcome(() => request.open('GET', url)),
          socket: await outcome(() => new WebSocket(url.replace('http', 'ws'))),
          cache: await outcome(async () => (await caches.open('other')).add(url)),
          own: await outcome(() => fetch(self.location.href)),
        };
      }, `${other.url}icon.svg`);
      expect(outcomes, worker.url()).toEqual({
        text: 'TypeError',
        request: 'TypeError',
        xhr: 'TypeError',
        socket: 'TypeError',
        cache: 'TypeError',
        own: 'done',
      });
    }
  } finally {
    other.close();
  }
  expect(elsewhere).toEqual([]);
});

/** The page's complaints about its policy, for the one test that breaks it. */
function complaints(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('policy: ')) said.push(message.text());
  });
  return said;
}

test('a planted script does not run, nor does anything else that the policy forbids', async ({
  page,
  watch,
}) => {
  for (const part of ['policy: ', 'Content Security Policy', 'Trusted']) watch.allow(part);
  const said = complaints(page);
  await page.route(/path\/$/, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const planted = `<script>document.documentElement.dataset.planted = 'yes'</script>
      <img src="icon.svg" alt="" onload="document.documentElement.dataset.planted = 'yes'" />`;
    await route.fulfill({ response, body: html.replace('</body>', `${planted}</body>`) });
  });
  const app = new Apprentice(page);
  await app.open();
  await expect(page.locator('html')).not.toHaveAttribute('data-planted');
  expect(said).toEqual(['policy: script-src-elem inline', 'policy: script-src-attr inline']);

  const outcomes = await page.evaluate(async () => {
    const outcome = async (act: () => unknown) => {
      try {
        await act();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    // Code evaluated from outside is allowed to evaluate. A timer's text runs as the page's own
    // code would.
    const timer = () =>
      new Promise((resolve, reject) => {
        const word = 'timerRan';
        setTimeout(`${word} = true`);
        setTimeout(() => (word in globalThis ? resolve(word) : reject(new Error('blocked'))), 50);
      });
    return {
      elsewhere: await outcome(() => fetch('https://example.org/')),
      markup: await outcome(() => {
        document.createElement('div').innerHTML = '<b>text</b>';
      }),
      foreignWorker: await outcome(() => new Worker('https://example.org/worker.js')),
      text: await outcome(timer),
      own: await outcome(() => fetch('icon.svg')),
    };
  });
  expect(outcomes).toEqual({
    elsewhere: 'TypeError',
    markup: 'TypeError',
    foreignWorker: 'TypeError',
    text: expect.stringMatching('Error'),
    own: 'done',
  });
});
