// The engine of the one-file page: the app's own network, head and familiarity, on WebAssembly, without a worker.

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { setBackend, tidy } from '@tensorflow/tfjs-core';
import { loadBackbone } from '../engine/backbone/load';
import { pooledFeatures } from '../engine/backbone/network';
import { rateFamiliarity } from '../engine/evaluate/familiarity';
import { answer } from '../engine/head/answer';
import { createPixelReader, tensorOf } from '../engine/pixels';
import { networkOf, ownStages } from '../engine/transfer/saved-network';
import { drawSquare } from '../pictures/square';
import { type PackedClassifier, unpackHead } from '../take-away/page/packed';

export interface PageAnswer {
  /** In the order of the classes. */
  probabilities: number[];
  /** Nothing that was learned from is like it. */
  unknown: boolean;
}

export type Classify = (picture: ImageBitmap) => Promise<PageAnswer>;

/**
 * @param weights the backbone's weights.bin
 * @returns what answers a picture, which it closes
 */
export async function startClassifier(
  packed: PackedClassifier,
  weights: Uint8Array<ArrayBuffer>,
): Promise<Classify> {
  // The one that every browser of today runs; threads a page from the disk can't have.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasm,
    'tfjs-backend-wasm-simd.wasm': wasm,
    'tfjs-backend-wasm-threaded-simd.wasm': wasm,
  });
  if (!(await setBackend('wasm'))) throw new Error('WebAssembly does not start');
  const backbone = await loadBackbone('', async (url) =>
    url.endsWith('card.json') ? Response.json(packed.card) : new Response(weights),
  );
  const head = unpackHead(packed.head);
  const own = head.network && ownStages(head.network, head, backbone.card);
  const network = head.network && own ? networkOf(head.network, own, backbone) : backbone;
  const side = packed.inputSize;
  const readPixels = createPixelReader();

  return async (picture) => {
    // As the app does it: first the square that it would keep, then what the network sees.
    const square = drawSquare(picture).transferToImageBitmap();
    picture.close();
    const pixels = readPixels(square, side);
    square.close();
    const features = tidy(() => pooledFeatures(network, tensorOf([pixels], side)));
    const values = await features.data<'float32'>();
    features.dispose();
    const familiarity = head.familiarity && rateFamiliarity(head.familiarity, values);
    return {
      probabilities: [...answer(head, values)],
      unknown: familiarity !== undefined && familiarity.score <= packed.falseRejection,
    };
  };
}
