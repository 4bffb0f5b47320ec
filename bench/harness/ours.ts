// Our side of the bench: the app's engine, called as the app calls it.
import { Engine } from '../../src/engine/boundary/client';
import { accuracy, decisions } from '../../src/engine/evaluate/metrics';
import { answer } from '../../src/engine/head/answer';
import type { BackboneInfo, FeatureSpec } from '../../src/model/backbone';
import type { BackendName } from '../../src/model/backend';
import type { SavedHead } from '../../src/model/head';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { createPictures } from '../../src/pictures/client';
import { type Contestant, type Measured, measure, measureOnce } from './contestant';
import {
  CLASSES,
  drawPicture,
  flatten,
  makeSamples,
  TEST_SAMPLES_EACH,
  TEST_SEED,
  TRAIN_SEED,
} from './material';

/** Files taken in at once, as the app does. */
const BATCH = 16;

export interface Ours extends Contestant {
  backend: BackendName;
  backbone: BackboneInfo;
  /** As pictures that are dropped on the app: decoded, cropped and embedded, a batch `times` times. Milliseconds a picture. */
  takeIn(times: number): Promise<Measured>;
}

export async function openOurs(spec: FeatureSpec, backend?: BackendName): Promise<Ours> {
  const engine = new Engine({
    backbonesUrl: new URL('/backbones/', location.href).href,
    spec,
    ...(backend ? { backend } : {}),
    onStatus() {},
    onReplaced() {},
  });
  const backbone = await engine.ready();
  const used = engine.status.backend?.name;
  if (!used) throw new Error('the engine is ready and names no backend');
  const pictures = createPictures();
  const bitmap = (time: number) => createImageBitmap(drawPicture(time));

  return {
    backend: used,
    backbone,
    embed: (times) => measure(times, bitmap, (each) => engine.embed([{ bitmap: each }])),
    predict: (times) => measure(times, bitmap, (each) => engine.predict(each)),

    async takeIn(times) {
      const files = (time: number) =>
        Promise.all(
          Array.from({ length: BATCH }, (_, i) =>
            drawPicture(time * BATCH + i).convertToBlob({ type: 'image/jpeg' }),
          ),
        );
      const { ms, mainThread } = await measure(times, files, async (batch) => {
        const prepared = await Promise.all(batch.map((file) => pictures.prepare(file)));
        await engine.embed(prepared.map((each) => ({ bitmap: each.bitmap })));
      });
      return { ms: ms.map((each) => each / BATCH), mainThread };
    },

    async train(perClass) {
      const { vectors, labels } = makeSamples(perClass, TRAIN_SEED);
      const ids = vectors.map((_, i) => `${i}`);
      await engine.remember(backbone.key, ids, vectors);
      const samples = ids.map((id, i) => ({ id, label: labels[i] ?? 0, group: id }));
      let head: SavedHead | undefined;
      const measured = await measureOnce(async () => {
        const { key: featureKey } = backbone;
        const request = { featureKey, classes: CLASSES, samples, settings: DEFAULT_SETTINGS };
        ({ head } = await engine.train(request, () => {}));
      });
      await engine.forget(ids);
      if (!head) throw new Error('training gave no head');
      const test = makeSamples(TEST_SAMPLES_EACH, TEST_SEED);
      const decided = decisions(answer(head, flatten(test.vectors)), CLASSES.length);
      return { ...measured, accuracy: accuracy(decided, test.labels), extrapolated: false };
    },
  };
}
