// Rows for tests that would be tedious to write out.
import type { OwnModelFacts } from '../model/own-model';
import type { ClassRow, SampleRow } from '../model/project';
import type { StandIn } from '../model/run';

/** A class of the project `p`. */
export const madeUpClass = (id: string, changed: Partial<ClassRow> = {}): ClassRow => ({
  id,
  projectId: 'p',
  name: id,
  colour: 0,
  shape: 0,
  order: 0,
  deletedAt: 0,
  ...changed,
});

/** A sample of the class `c`. */
export const madeUpSample = (id: string, changed: Partial<SampleRow> = {}): SampleRow => ({
  id,
  projectId: 'p',
  classId: 'c',
  group: 'g',
  seq: 0,
  createdAt: 1,
  source: 'file',
  deletedAt: 0,
  ...changed,
});

/** A fine-tuned stand-in whose network has three weights. */
export function madeUpStandIn(...classes: string[]): StandIn {
  return {
    id: 'run 1',
    strategy: 'finetune',
    freezeAt: 14,
    baseline: { right: 3, total: 4 },
    result: {
      head: {
        kind: 'linear',
        classes,
        featureKey: 'mobilenet-v2@1/224+finetune-14',
        featureSize: 2,
        normalisation: 'l2-sqrt-d',
        layers: [
          {
            inputs: 2,
            outputs: classes.length,
            weights: new Float32Array(2 * classes.length).fill(0.5),
            bias: new Float32Array(classes.length),
            activation: 'linear',
          },
        ],
        network: {
          design: 'backbone',
          inputSize: 224,
          kept: 15,
          until: 19,
          weights: Float32Array.of(0.25, -1, 3),
        },
      },
      ended: 'early-stop',
      keptPass: 2,
      split: { train: [], validation: [], sameBurstClasses: [] },
      guessing: 0.5,
      l2: 10,
      refitOnAll: true,
      msTrain: 5,
      backend: 'wasm',
    },
    history: [{ pass: 0, trainLoss: 1, trainAccuracy: 0.5 }],
    settings: {
      head: 'linear',
      epochs: 40,
      batchSize: 16,
      learningRate: 0.001,
      l2: 'auto',
      validationShare: 0.2,
      seed: 1,
    },
    at: 7,
    signature: 'x',
    classNames: Object.fromEntries(classes.map((id, i) => [id, `Class ${i + 1}`])),
  };
}

export const madeUpModel = (hash: string): OwnModelFacts => ({
  hash,
  name: 'tiny',
  format: 'layers',
  parameters: 112,
  bytes: 448,
  inputSizes: [32],
  ends: [{ end: 'output', features: 4, gives: 'map' }],
});
