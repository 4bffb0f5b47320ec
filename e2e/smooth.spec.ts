import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Apprentice } from './apprentice';
import { tasksAtUsualPace } from './pace';
import { pictures, type Scene } from './scenes';
import { expect, test } from './test';

/** Real files, which the browser opens itself: a test's buffers would be unpacked by a script in the page. */
function onDisk(scene: Scene): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'apprentice-'));
  return pictures(scene, 120).map(({ name, buffer }) => {
    const path = join(folder, name);
    writeFileSync(path, buffer);
    return path;
  });
}

test('no task of the page takes over 50 ms while it embeds and trains', async ({ page }) => {
  const app = new Apprentice(page);
  await app.open();
  const files = [onDisk('stripes'), onDisk('dots')] as const;
  const tasks = await tasksAtUsualPace(page, async () => {
    await app.choose('Class 1', files[0]);
    await app.expectCount('Class 1', 120);
    await app.choose('Class 2', files[1]);
    await app.expectCount('Class 2', 120);
    await app.expectLearned(240);
  });
  // The trace is there, and the page did compute.
  expect(tasks.length).toBeGreaterThan(100);
  expect(Math.max(...tasks)).toBeLessThan(50);
});
