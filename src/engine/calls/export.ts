// Exports the classifier as a model that other programs can run.
import type { ExportedModel, GoldenAnswer } from '../../model/export';
import { unknownDesign } from '../any-backbone';
import type { Network } from '../backbone/network';
import { embedPictures } from '../seeing';
import { type ConvolutionValues, layersModelOf } from '../take-away/layers-model';
import { predictionOf } from './answering';
import { call } from './call';

/**
 * The live head on its backbone, as a layers model, together with the engine's own answers to some
 * pictures. A program that runs the model can check that it answers the same. Throws EngineError
 * 'no-head', and 'unknown-design' for a person's own model.
 */
export const exportModel = call<ImageBitmap[], ExportedModel>((engine, pictures) =>
  engine.answering(false, async ({ head, network, inputSize }) => {
    if ('see' in network) throw unknownDesign();
    const golden: GoldenAnswer[] = [];
    for (const bitmap of pictures) {
      // We copy, because the reader may return its own array.
      const pixels = new Uint8ClampedArray(engine.surroundings.readPixels(bitmap, inputSize));
      const features = await embedPictures(network, [pixels], inputSize);
      const { probabilities, familiarity } = predictionOf(head, features, 0);
      golden.push({ pixels, probabilities, ...(familiarity && { familiarity }) });
    }
    const model = layersModelOf(network.card, await valuesOf(network), head, inputSize);
    return { model, inputSize, head, golden };
  }),
);

/** The weights of a network as plain numbers. */
function valuesOf({ tensors }: Network): Promise<ConvolutionValues[][]> {
  return Promise.all(
    tensors.map((stage) =>
      Promise.all(
        stage.map(async ({ kernel, bias }) => ({
          kernel: await kernel.data<'float32'>(),
          bias: await bias.data<'float32'>(),
        })),
      ),
    ),
  );
}
