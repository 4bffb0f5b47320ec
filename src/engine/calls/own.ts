// Calls about a person's own model before it becomes a backbone.
import type {
  LabelledPicture,
  ModelEnd,
  ModelPart,
  OwnModelFile,
  OwnModelReport,
  ScalingAdvice,
} from '../../model/own-model';
import { call } from './call';

/**
 * Checks whether files are a model that can be used as a backbone, and describes it: see
 * inspectOwnModel in own/own-backbone.
 */
export const inspectOwnModel = call<ModelPart[], OwnModelReport>(async (_, parts) => {
  const own = await import('../own/own-backbone');
  return own.inspectOwnModel(parts);
});

export interface ScalingsRequest {
  file: OwnModelFile;
  end: ModelEnd;
  inputSize: number;
  pictures: LabelledPicture[];
}

/**
 * Which scaling of the pixels suits a model best, judging by labelled pictures: see compareScalings
 * in own/scalings. Aborting the signal rejects with EngineError 'aborted'.
 */
export const compareScalings = call<ScalingsRequest, ScalingAdvice>(
  async ({ surroundings }, { file, end, inputSize, pictures }, { signal }) => {
    const scalings = await import('../own/scalings');
    const pixels = pictures.map(
      // We copy, because the reader may return its own array.
      ({ bitmap }) => new Uint8ClampedArray(surroundings.readPixels(bitmap, inputSize)),
    );
    const labels = Int32Array.from(pictures, ({ label }) => label);
    return scalings.compareScalings(file, end, { pixels, side: inputSize, labels }, signal);
  },
);
