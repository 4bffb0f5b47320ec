import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { findFault, KNOWN, timeForward } from './proof';

const series = (length: number, step: number) =>
  Array.from({ length }, (_, i) => Math.sin(1 + i * step));
const relu6 = (v: number) => Math.min(6, Math.max(0, v));

/** The proof's forward pass by plain loops: [3, 6, 2] → stride 2 → [2, 3, 3] → depthwise → mean. */
function forwardByLoops(): number[] {
  const x = series(36, 0.7);
  const kernel = series(54, 0.9);
  const depthwise = series(27, 1.1);
  const bias = [0.1, -0.2, 0.3];
  const at = (list: number[], i: number) => list[i] ?? 0;
  // SAME padding of 3 × 6 by a 3 × 3 kernel at stride 2: one row above and below, one column right.
  const hidden: number[] = [];
  for (let r = 0; r < 2; r++)
    for (let c = 0; c < 3; c++)
      for (let o = 0; o < 3; o++) {
        let sum = at(bias, o);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            const row = r * 2 + i - 1;
            const col = c * 2 + j;
            if (row < 0 || row >= 3 || col >= 6) continue;
            for (let k = 0; k < 2; k++)
              sum += at(x, (row * 6 + col) * 2 + k) * at(kernel, ((i * 3 + j) * 2 + k) * 3 + o);
          }
        hidden.push(relu6(sum));
      }
  const mean = [0, 0, 0];
  for (let r = 0; r < 2; r++)
    for (let c = 0; c < 3; c++)
      for (let o = 0; o < 3; o++) {
        let sum = at(bias, o);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            const row = r + i - 1;
            const col = c + j - 1;
            if (row < 0 || row >= 2 || col < 0 || col >= 3) continue;
            sum += at(hidden, (row * 3 + col) * 3 + o) * at(depthwise, (i * 3 + j) * 3 + o);
          }
        mean[o] = at(mean, o) + relu6(sum) / 6;
      }
  return mean;
}

/** d/dW of mean cross-entropy = relu(x)ᵀ (softmax(relu(x) W) − y) / 2. */
function gradientByLoops(): number[] {
  const x = series(8, 0.8).map((v) => Math.max(0, v));
  const w = series(12, 1.3);
  const y = [1, 0, 0, 0, 0, 1];
  const gradient = Array<number>(12).fill(0);
  for (let n = 0; n < 2; n++) {
    const row = x.slice(n * 4, n * 4 + 4);
    const logits = [0, 1, 2].map((c) => row.reduce((s, v, i) => s + v * (w[i * 3 + c] ?? 0), 0));
    const total = logits.reduce((s, v) => s + Math.exp(v), 0);
    logits.forEach((logit, c) => {
      const error = Math.exp(logit) / total - (y[n * 3 + c] ?? 0);
      row.forEach((v, i) => {
        gradient[i * 3 + c] = (gradient[i * 3 + c] ?? 0) + (v * error) / 2;
      });
    });
  }
  return gradient;
}

describe.each(['cpu', 'wasm'])('the proof on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it('passes, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    expect(await findFault()).toBeUndefined();
    expect(await timeForward()).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('finds a backend whose gradients are all zero', async () => {
  await tf.setBackend('cpu');
  const right = tf.getKernel('BatchMatMul', 'cpu');
  tf.unregisterKernel('BatchMatMul', 'cpu');
  tf.registerKernel({
    ...right,
    // Only gradients transpose the first factor.
    kernelFunc: ({ inputs, attrs, backend }) =>
      attrs?.transposeA
        ? tf.zeros([4, 3])
        : right.kernelFunc({ inputs, attrs: attrs ?? {}, backend }),
  });
  try {
    expect(await findFault()).toMatch(/^gradient off/);
  } finally {
    tf.unregisterKernel('BatchMatMul', 'cpu');
    tf.registerKernel(right);
  }
});

it('knows the right numbers', () => {
  const computed = [...forwardByLoops(), ...gradientByLoops()];
  const known = [...KNOWN.forward, ...KNOWN.gradient];
  expect(known).toHaveLength(computed.length);
  for (const [i, value] of computed.entries()) expect(known[i]).toBeCloseTo(value, 6);
});
