// What the one-file page holds of a classifier, as JSON: numbers that are many as base64.

import type { DenseLayer, Familiarity, SavedHead, SavedNetwork } from '../../model/head';
import { fromBase64, toBase64 } from './base64';

export interface PackedLayer extends Omit<DenseLayer, 'weights' | 'bias'> {
  weights: string;
  bias: string;
}

export interface PackedNetwork extends Omit<SavedNetwork, 'weights'> {
  weights: string;
}

export interface PackedHead extends Omit<SavedHead, 'layers' | 'familiarity' | 'network'> {
  layers: PackedLayer[];
  network?: PackedNetwork;
  familiarity?: Record<keyof Familiarity, string>;
}

export interface PackedGolden {
  /** A PNG at a data URL. */
  picture: string;
  probabilities: number[];
}

export interface PackedClass {
  name: string;
  colour: number;
  shape: number;
}

/** All that the page needs but the backbone's weights. */
export interface PackedClassifier {
  language: string;
  words: Record<PageWord, string>;
  classes: PackedClass[];
  inputSize: number;
  head: PackedHead;
  falseRejection: number;
  golden: PackedGolden[];
  /** card.json of the backbone. */
  card: unknown;
}

/** What the page says, by its keys under `page` in the texts. */
export const PAGE_WORDS = [
  'cameraOn',
  'cameraOff',
  'refused',
  'noCamera',
  'unreadable',
  'unknown',
  'bars',
  'same',
  'different',
  'failed',
] as const;

export type PageWord = (typeof PAGE_WORDS)[number];

const packFloats = (values: Float32Array) =>
  toBase64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
const unpackFloats = (text: string) => new Float32Array(fromBase64(text).buffer);

export function packHead({ layers, familiarity, network, ...head }: SavedHead): PackedHead {
  return {
    ...head,
    layers: layers.map((layer) => ({
      ...layer,
      weights: packFloats(layer.weights),
      bias: packFloats(layer.bias),
    })),
    ...(network && { network: { ...network, weights: packFloats(network.weights) } }),
    ...(familiarity && {
      familiarity: {
        directions: toBase64(new Uint8Array(familiarity.directions.buffer)),
        heldOut: packFloats(familiarity.heldOut),
      },
    }),
  };
}

export function unpackHead({ layers, familiarity, network, ...head }: PackedHead): SavedHead {
  return {
    ...head,
    layers: layers.map((layer) => ({
      ...layer,
      weights: unpackFloats(layer.weights),
      bias: unpackFloats(layer.bias),
    })),
    ...(network && { network: { ...network, weights: unpackFloats(network.weights) } }),
    ...(familiarity && {
      familiarity: {
        directions: new Int8Array(fromBase64(familiarity.directions).buffer),
        heldOut: unpackFloats(familiarity.heldOut),
      },
    }),
  };
}
