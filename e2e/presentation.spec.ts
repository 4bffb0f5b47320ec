import { isolation } from '../tools/page-security';
import { Apprentice } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const OTHER = `<html lang="en"><title>Other</title><link rel="icon" href="data:,">
  <main><h1>Other</h1></main></html>`;

test('presents an answer over the whole screen, and sends it to other pages and a device', async ({
  page: other,
  watch,
}) => {
  // Another page of the origin, which is not the app. It hears what is sent to everybody, and asks
  // for what is sent to it.
  await other.route('**/other', (route) =>
    route.fulfill({ contentType: 'text/html', headers: isolation, body: OTHER }),
  );
  await other.goto('./other');
  await other.evaluate(() => {
    const [heard, sent]: unknown[][] = [[], []];
    new BroadcastChannel('apprentice-answers').onmessage = ({ data }) => heard?.push(data);
    addEventListener('message', ({ source, origin, data }) => {
      if (data.kind !== 'apprentice-ready') return sent?.push(data);
      const asks = { kind: 'apprentice-listen', version: 1 };
      return (source as Window).postMessage(asks, origin);
    });
    Object.assign(globalThis, { heard, sent });
  });
  // A device on a serial port, which no test machine has.
  await other.context().addInitScript(() => {
    const lines: string[] = [];
    const port = {
      writable: null as WritableStream<Uint8Array> | null,
      open: async ({ baudRate }: { baudRate: number }) => {
        lines.push(`open ${baudRate}`);
        const decoder = new TextDecoder();
        port.writable = new WritableStream({
          write: (bytes) => void lines.push(decoder.decode(bytes)),
        });
      },
      close: async () => {
        port.writable = null;
      },
    };
    const serial = { requestPort: async () => port, getPorts: async () => [port] };
    Object.defineProperty(navigator, 'serial', { value: serial });
    Object.assign(globalThis, { lines });
  });
  const [page] = await Promise.all([
    other.context().waitForEvent('page'),
    other.evaluate(() => void open('./')),
  ]);
  watch.also(page);
  const app = new Apprentice(page);
  await expect(app.badge).toBeVisible();
  await app.teach(pictures('stripes', 8), pictures('dots', 8));
  await app.expectLearned(16);
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 4) });
  await app.expectAnswer('Dots');

  const present = app.try.getByRole('button', { name: 'Present' });
  await present.click();
  const stage = page.getByRole('dialog', { name: 'Presentation' });
  await expect(stage.getByRole('listitem').filter({ hasText: 'Dots' })).toBeVisible();
  const way = (name: RegExp) => stage.getByRole('switch', { name });
  const kept = [/^Send to other pages/, /^Send to http.*, which asked/, /^Send to a micro:bit/];
  for (const name of kept) await way(name).click();
  const at = (name: string) => other.evaluate((of) => Reflect.get(globalThis, of), name);
  const answer = { kind: 'answer', version: 1, name: 'Dots', number: 2 };
  await expect.poll(async () => (await at('heard'))[0]).toMatchObject(answer);
  await expect.poll(async () => (await at('sent'))[0]).toMatchObject(answer);
  const lines = () => page.evaluate(() => (globalThis as { lines?: string[] }).lines);
  await expect.poll(lines).toEqual(['open 115200', '2 Dots\n']);

  // A class gets a picture of the person's own, instead of one of those it learned from.
  await stage.getByRole('button', { name: /^Own sounds/ }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Picture of Dots: One of its pictures' }).click(),
  ]);
  const wide = { name: 'wide.svg', mimeType: 'image/svg+xml' };
  await chooser.setFiles({ ...wide, buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toContainText('no picture that this browser can show');
  await chooser.setFiles({ name: 'own.png', mimeType: 'image/png', buffer: picture('stripes', 9) });
  await expect(page.getByRole('button', { name: 'Picture of Dots: own.png' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(stage).toHaveCount(0);

  // Everything is remembered, and the device is opened as before.
  await present.click();
  for (const name of kept) await expect(way(name)).toBeChecked();
  await stage.getByRole('button', { name: /^Own sounds/ }).click();
  await expect(page.getByRole('button', { name: 'Picture of Dots: own.png' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(lines).toEqual(['open 115200', '2 Dots\n', 'open 115200', '2 Dots\n']);
});
