// A model of somebody else beside the classifier.
import type {
  ImportOutcome,
  ModelComparison,
  ModelComparisonRequest,
} from '../../model/imported-model';
import { Held } from '../held';
import { compareModels } from '../imported/compare';
import { inBatches } from '../in-batches';
import type { EngineState } from '../state';
import { rgbaOf } from './asked-pictures';
import { call, type Progress } from './call';

/**
 * Takes a model of somebody else, to answer beside the classifier until the worker is replaced, in
 * the place of the one before. Where it cannot be used that one stays.
 */
export const importModel = call<File[], ImportOutcome>(async (engine, files) => {
  const { openModel } = await import('../imported/imported-model');
  const model = await openModel(files);
  if ('problem' in model) return model;
  drop(engine);
  engine.imported = new Held(model);
  return { info: model.info };
});

/** The imported model goes, with all its tensors. */
export const dropImported = call<void, void>(drop);

function drop(engine: EngineState): void {
  engine.imported?.replace();
  engine.imported = undefined;
}

/** The imported model's share for each of its labels; undefined where there is none. */
export const answerImported = call<ImageBitmap, number[] | undefined>((engine, bitmap) => {
  const { imported, surroundings } = engine;
  if (!imported) return undefined;
  const pixels = surroundings.readPixels(bitmap, imported.it.info.inputSize);
  return imported.use(async (model) => [...(await model.answer([pixels]))]);
});

/**
 * What the imported model is worth beside the classifier, on pictures that it asks the page for: see
 * compareModels. Undefined where there is no such model. Aborting the signal rejects with EngineError
 * 'aborted'. Throws 'features-missing' where a picture is gone.
 */
export const compareImported = call<ModelComparisonRequest, ModelComparison | undefined, Progress>(
  (engine, request, { signal, tell, picturesOf }) =>
    engine.imported?.use(async (model) => {
      const { inputSize, labels } = model.info;
      const { pictures } = request;
      const answers = new Float32Array(pictures.length * labels.length);
      await inBatches(pictures, engine.batchSize(), signal, async (batch, from) => {
        const ids = batch.map(({ id }) => id);
        const pixels = await rgbaOf(engine, ids, inputSize, picturesOf);
        answers.set(await model.answer(pixels), from * labels.length);
        tell({ done: from + ids.length, total: pictures.length });
      });
      return compareModels(request, answers);
    }),
);
