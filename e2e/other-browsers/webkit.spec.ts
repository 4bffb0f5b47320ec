import { testIn } from './app';
import { isInstalled, WEBKIT } from './installed';
import { openWebKit } from './webkit';

const test = testIn(openWebKit);
test.skip(!isInstalled(WEBKIT), 'WebKitGTK, its driver or Xvfb is not installed');

test('two classes by files are learned and answered, and are there after a reload', ({ app }) =>
  app.expectMainJob());

test('a dialog is as high as what is in it', async ({ app }) => {
  await app.open();
  await app.teach();
  for (const [menu, dialog] of [
    [/^Examples…$/, 'Examples'],
    [/^Take it away…$/, 'Take it away'],
  ] as const) {
    await app.press(/^Project$/);
    await app.press(menu);
    await app.expectWhole(dialog);
    await app.press(/^Close$/, dialog);
  }
  await app.press(/^Set some aside…$/, 'Collect');
  await app.expectWhole('Set some aside for testing');
  await app.press(/^Close$/, 'Set some aside for testing');
  await app.press(/^Compare models…$/, 'Try');
  await app.expectWhole('Compare with another model');
});

test('a learning curve has round dots', async ({ app }) => {
  await app.open();
  await app.teach();
  await app.expectDots();
});
