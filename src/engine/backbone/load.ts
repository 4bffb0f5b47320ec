// Fetches a backbone's files, checks them and makes tensors of them.
import { type Tensor1D, type Tensor2D, tensor1d, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import { EngineError } from '../../model/engine-error';
import { type BackboneCard, channelsOut, kernelSize, parseCard, type WeightsFile } from './card';
import { decodeFloat16 } from './float16';
import type { ConvolutionTensors, Network } from './network';

/** The `fetch` to load with, so that tests and caches can use their own. */
export type FetchFile = (
  url: string,
  init: Pick<RequestInit, 'signal' | 'cache'>,
) => Promise<Response>;

export interface LoadOptions {
  signal?: AbortSignal;
  /** Called for each part of the weights as it arrives. */
  onProgress?(loadedBytes: number, totalBytes: number): void;
}

/** A loaded backbone: a network whose weights are live tensors until `dispose`. */
export interface Backbone extends Network {
  readonly card: BackboneCard;
  dispose(): void;
}

/** The head of a backbone's source task: logits = features · kernel + bias. */
export interface SourceHead {
  /** [features, classes] */
  readonly kernel: Tensor2D;
  /** [classes] */
  readonly bias: Tensor1D;
  dispose(): void;
}

/**
 * Loads the backbone whose card.json lies under `baseUrl`, onto the current backend.
 *
 * @returns the backbone, for the caller to dispose
 * @throws EngineError 'backbone-missing' if a file cannot be fetched, 'backbone-corrupt' if it is
 *   not what the card says; the signal's reason if aborted
 */
export async function loadBackbone(
  baseUrl: string,
  fetchFile: FetchFile,
  options: LoadOptions = {},
): Promise<Backbone> {
  const card = await loadCard(baseUrl, fetchFile, options);
  const values = await loadWeights(card.weights, baseUrl, fetchFile, options);
  const tensors = card.stages.map((stage) =>
    stage.convolutions.map((convolution): ConvolutionTensors => {
      const { shape, kernelOffset, biasOffset } = convolution;
      const kernelEnd = kernelOffset + kernelSize(shape);
      const biasEnd = biasOffset + channelsOut(convolution);
      // `slice` makes copies, unlike `subarray`: the cpu backend keeps the array that it is given.
      return {
        kernel: tensor4d(values.slice(kernelOffset, kernelEnd), shape),
        bias: tensor1d(values.slice(biasOffset, biasEnd)),
      };
    }),
  );
  return {
    card,
    tensors,
    dispose() {
      for (const { kernel, bias } of tensors.flat()) {
        kernel.dispose();
        bias.dispose();
      }
    },
  };
}

/**
 * Loads the source task's head of the backbone with this card.
 *
 * @returns the head, for the caller to dispose
 * @throws as `loadBackbone`, and 'backbone-missing' if the card has no such head
 */
export async function loadSourceHead(
  card: BackboneCard,
  baseUrl: string,
  fetchFile: FetchFile,
  options: LoadOptions = {},
): Promise<SourceHead> {
  const { sourceHead, features } = card;
  if (!sourceHead) throw new EngineError('backbone-missing', `${card.id} has no source head`);
  const values = await loadWeights(sourceHead, baseUrl, fetchFile, options);
  const kernelEnd = features * sourceHead.classes;
  const kernel = tensor2d(values.slice(0, kernelEnd), [features, sourceHead.classes]);
  const bias = tensor1d(values.slice(kernelEnd));
  return {
    kernel,
    bias,
    dispose() {
      kernel.dispose();
      bias.dispose();
    },
  };
}

async function loadCard(
  baseUrl: string,
  fetchFile: FetchFile,
  options: LoadOptions,
): Promise<BackboneCard> {
  const url = addressOf(baseUrl, 'card.json');
  return fetchWith(url, fetchFile, options, async (response) => {
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw new EngineError('backbone-corrupt', `card.json: ${error}`);
    }
    return parseCard(json);
  });
}

async function loadWeights(
  described: WeightsFile,
  baseUrl: string,
  fetchFile: FetchFile,
  options: LoadOptions,
): Promise<Float32Array> {
  const url = addressOf(baseUrl, described.file);
  const bytes = await fetchWith(url, fetchFile, options, async (response) => {
    const read = await readExactly(response, described.bytes, url, options);
    // Without a secure context there is no crypto.subtle, so the length must be enough.
    const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
    if (subtle && toHex(await subtle.digest('SHA-256', read)) !== described.sha256) {
      throw new EngineError('backbone-corrupt', `${url}: the checksum differs from the card's`);
    }
    return read;
  });
  options.signal?.throwIfAborted();
  return decodeFloat16(new Uint16Array(bytes.buffer));
}

/**
 * Fetches and reads a file. If it is not what it should be, a cache may have kept the wrong thing,
 * so it is fetched once more past all of them. Whatever goes wrong on the way is reported as
 * 'backbone-missing'.
 */
async function fetchWith<T>(
  url: string,
  fetchFile: FetchFile,
  { signal }: LoadOptions,
  read: (response: Response) => Promise<T>,
  cache: 'default' | 'reload' = 'default',
): Promise<T> {
  try {
    const response = await fetchFile(url, { cache, ...(signal && { signal }) });
    // Servers of single-page apps answer with the page for files that they do not have.
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    if (!response.ok || isPage) {
      throw new EngineError('backbone-missing', `${url}: status ${response.status}`);
    }
    return await read(response);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof EngineError) {
      if (cache === 'reload') throw error;
      return fetchWith(url, fetchFile, { ...(signal && { signal }) }, read, 'reload');
    }
    throw new EngineError('backbone-missing', `${url}: ${error}`);
  }
}

async function readExactly(
  response: Response,
  length: number,
  url: string,
  { onProgress }: LoadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let loaded = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (loaded + part.value.length > length) {
      await reader?.cancel();
      throw new EngineError('backbone-corrupt', `${url}: longer than ${length} bytes`);
    }
    bytes.set(part.value, loaded);
    loaded += part.value.length;
    onProgress?.(loaded, length);
  }
  if (loaded < length) {
    throw new EngineError('backbone-corrupt', `${url}: ${loaded} bytes instead of ${length}`);
  }
  return bytes;
}

function addressOf(baseUrl: string, file: string): string {
  return `${baseUrl.replace(/\/$/, '')}/${file}`;
}

function toHex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
