// A person's own model, before it is a backbone.
import type {
  LabelledPicture,
  ModelEnd,
  ModelPart,
  OwnModelFile,
  OwnModelReport,
  ScalingAdvice,
} from '../../model/own-model';
import { call } from './call';

/** Looks whether files are a model to use as a backbone, and what it would be: see inspectOwnModel of own/own-backbone. */
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
 * Which scaling of the pixels suits a model best, as far as labelled pictures tell: see
 * compareScalings of own/scalings. Aborting the signal rejects with EngineError 'aborted'.
 */
export const compareScalings = call<ScalingsRequest, ScalingAdvice>(
  async ({ surroundings }, { file, end, inputSize, pictures }, { signal }) => {
    const scalings = await import('../own/scalings');
    const pixels = pictures.map(
      // Copies: the reader may hand out its own.
      ({ bitmap }) => new Uint8ClampedArray(surroundings.readPixels(bitmap, inputSize)),
    );
    const labels = Int32Array.from(pictures, ({ label }) => label);
    return scalings.compareScalings(file, end, { pixels, side: inputSize, labels }, signal);
  },
);
