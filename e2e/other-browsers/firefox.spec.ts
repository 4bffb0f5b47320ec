import { testIn } from './app';
import { FOUR_CORES, openFirefox } from './firefox';
import { FIREFOX, isInstalled } from './installed';

const test = testIn(openFirefox);
test.skip(!isInstalled(FIREFOX), 'firefox-esr is not installed');

test('two classes by files are learned and answered, also live, and are there after a reload', async ({
  app,
}) => {
  await app.expectMainJob();
  await app.press(/^Camera$/, 'Try');
  await app.press(/^Turn the camera on$/, 'Try');
  await app.expectText(/[1-9]\d* answers? a second/, 'Try');
});

test('a learning curve has round dots', async ({ app }) => {
  await app.open();
  await app.teach();
  await app.expectDots();
});

testIn(() => openFirefox(FOUR_CORES))(
  'the engine starts where the browser reports four cores',
  async ({ app }) => {
    await app.open();
    await app.teach();
  },
);
