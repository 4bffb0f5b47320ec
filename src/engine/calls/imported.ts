// Somebody else's model, which answers beside the classifier.
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
 * Takes somebody else's model to answer beside the classifier until the worker is replaced. It
 * takes the place of the previous one. If it cannot be used, the previous one stays.
 */
export const importModel = call<File[], ImportOutcome>(async (engine, files) => {
  const { openModel } = await import('../imported/imported-model');
  const model = await openModel(files);
  if ('problem' in model) return model;
  drop(engine);
  engine.imported = new Held(model);
  return { info: model.info };
});

/** Drops the imported model with all its tensors. */
export const dropImported = call<void, void>(drop);

function drop(engine: EngineState): void {
  engine.imported?.replace();
  engine.imported = undefined;
}

/** The imported model's share for each of its labels. Undefined if there is no such model. */
export const answerImported = call<ImageBitmap, number[] | undefined>((engine, bitmap) => {
  const { imported, surroundings } = engine;
  if (!imported) return undefined;
  const pixels = surroundings.readPixels(bitmap, imported.it.info.inputSize);
  return imported.use(async (model) => [...(await model.answer([pixels]))]);
});

/**
 * Compares the imported model with the classifier, on pictures that it asks the page for: see
 * compareModels. Undefined if there is no such model. Aborting the signal rejects with EngineError
 * 'aborted'. Throws 'features-missing' if a picture is gone.
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
