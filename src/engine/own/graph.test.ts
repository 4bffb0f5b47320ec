import { expect, it } from 'vitest';
import { inputOfLastWeights } from './graph';

const LOGITS = 'module_apply_default/MobilenetV2/Logits';

/**
 * As the official MobileNets end: a 1 × 1 convolution to the answers, whose spatial axes are then
 * squeezed away.
 */
const official = [
  { name: 'images', op: 'Placeholder' },
  { name: `${LOGITS}/weights`, op: 'Const' },
  { name: `${LOGITS}/biases`, op: 'Const' },
  { name: `${LOGITS}/AvgPool`, op: 'AvgPool', input: ['images'] },
  {
    name: `${LOGITS}/Conv2d_1c_1x1/Conv2D`,
    op: 'Conv2D',
    input: [`${LOGITS}/AvgPool:0`, `${LOGITS}/weights`],
  },
  {
    name: `${LOGITS}/Conv2d_1c_1x1/BiasAdd`,
    op: 'BiasAdd',
    input: [`${LOGITS}/Conv2d_1c_1x1/Conv2D`, `${LOGITS}/biases`],
  },
  {
    name: `${LOGITS}/output`,
    op: 'Squeeze',
    input: [`${LOGITS}/Conv2d_1c_1x1/BiasAdd`],
  },
];

it('takes the node that @tensorflow-models/mobilenet itself takes as embedding', () => {
  expect(inputOfLastWeights({ node: official }, `${LOGITS}/output`)).toBe(`${LOGITS}/AvgPool`);
});

it.each([
  ['an output that is a feature map', [{ name: 'out', op: 'Relu', input: ['x'] }]],
  ['an output that is an input', [{ name: 'out', op: 'Placeholder' }]],
  [
    'nodes that go round in a circle',
    [
      { name: 'out', op: 'Identity', input: ['on'] },
      { name: 'on', op: 'Identity', input: ['out'] },
    ],
  ],
  ['an input that is not there', [{ name: 'out', op: 'Identity', input: ['gone'] }]],
])('has none before %s', (_, node) => {
  expect(inputOfLastWeights({ node }, 'out')).toBeUndefined();
});
