// Somebody else's model beside the person's own: brought in, measured on the same pictures, tried,
// and removed.
import { Apprentice, type TestFile } from './apprentice';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

/**
 * A tiny model in Teachable Machine's layout. It tells pictures apart by their mean colour, which
 * says little about ours.
 */
function theirFiles(): TestFile[] {
  const layer = (className: string, config: object) => ({ class_name: className, config });
  const sequential = (name: string, layers: object[]) => layer('Sequential', { name, layers });
  const body = sequential('sequential_1', [
    layer('GlobalAveragePooling2D', {
      name: 'pooling',
      batch_input_shape: [null, 32, 32, 3],
      data_format: 'channels_last',
    }),
  ]);
  const head = sequential('sequential_3', [
    layer('Dense', {
      name: 'dense',
      units: 3,
      activation: 'softmax',
      use_bias: false,
      batch_input_shape: [null, 3],
    }),
  ]);
  const json = (name: string, content: object): TestFile => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(content)),
  });
  const weights = [{ name: 'dense/kernel', shape: [3, 3], dtype: 'float32' }];
  return [
    json('model.json', {
      modelTopology: sequential('sequential_4', [body, head]),
      weightsManifest: [{ paths: ['./weights.bin'], weights }],
    }),
    {
      name: 'weights.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(Float32Array.of(9, -9, 0, 3, 1, 0, -9, 9, 0).buffer),
    },
    json('metadata.json', {
      packageName: '@teachablemachine/image',
      modelName: 'my-image-model',
      labels: ['stripes', 'DOTS', 'Checks'],
      imageSize: 32,
    }),
  ];
}

test('another model is compared on the same pictures', async ({ page }) => {
  const app = new Apprentice(page);
  const dialog = page.getByRole('dialog', { name: 'Compare with another model' });
  const theirBars = { name: 'How sure my-image-model is of each class' };
  await app.open();
  await app.teach(pictures('stripes', 12), pictures('dots', 12));
  await app.expectLearned(24);

  // A model dropped on a class is not taken as pictures. The page names what is missing, and what
  // to do.
  await app.drop(app.class('Dots'), theirFiles().slice(0, 1));
  await expect(dialog.getByRole('alert')).toContainText('The weights are missing: weights.bin.');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'Choose files' }).click(),
  ]);
  await chooser.setFiles(theirFiles());
  await expect(
    dialog.getByText('Classes of the same name in both: Stripes and Dots.'),
  ).toBeVisible();
  await expect(dialog.getByText('Only in the other model: Checks.')).toBeVisible();
  await expect(dialog.getByRole('alert')).toBeHidden();

  await dialog.getByRole('button', { name: /^Compare on \d+ pictures$/ }).click();
  const all = dialog.getByRole('row', { name: /^All / });
  await expect(all.getByRole('cell')).toHaveText([/^\d+$/, /^\d+ right/, /^\d+ right/]);
  await expect(
    dialog.getByText(/Whether the other model learned from them is not known/),
  ).toBeVisible();
  await dialog.getByTestId('compare-picture').setInputFiles({
    name: 'dots.png',
    mimeType: 'image/png',
    buffer: picture('dots', 40),
  });
  await expect(dialog.getByRole('list', theirBars).getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 41) });
  await app.expectAnswer('Dots');
  await expect(app.try.getByRole('list', theirBars).getByText('%').first()).toBeVisible();
  await app.expectCount('Dots', 12);

  await app.try.getByRole('button', { name: 'Compare…', exact: true }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog.getByText('Drop the model’s files here')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(app.try.getByRole('list', theirBars)).toBeHidden();
});
