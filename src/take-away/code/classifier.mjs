// npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm sharp
// node classifier.mjs my-model cat.jpg
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import sharp from 'sharp';

const [, , folder, ...pictures] = process.argv;
await tf.setBackend('wasm');
const { modelTopology, weightsManifest } = JSON.parse(
  await readFile(`${folder}/model.json`, 'utf8'),
);
const { labels, imageSize: size } = JSON.parse(await readFile(`${folder}/metadata.json`, 'utf8'));
const weights = await readFile(`${folder}/weights.bin`);
const model = await tf.loadLayersModel(
  tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: new Uint8Array(weights).buffer,
  }),
);

for (const picture of pictures) {
  // It sees the middle square, on white.
  const pixels = await sharp(picture)
    .rotate()
    .resize(size, size, { fit: 'cover' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const output = tf.tidy(() => {
    const input = tf.tensor(new Uint8Array(pixels), [1, size, size, 3], 'int32');
    return model.predict(input.toFloat().div(127).sub(1));
  });
  const probabilities = await output.data();
  output.dispose();
  const answers = labels.map((label, i) => ({ label, probability: probabilities[i] }));
  console.log(JSON.stringify({ picture, answers }));
}
