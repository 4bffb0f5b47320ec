// Runs before each file of unit tests.
import fc from 'fast-check';
import { expect, vi } from 'vitest';

// Property tests draw the same cases in every run, so what fails here fails everywhere. Another
// seed draws other cases: `APPRENTICE_SEED=2 npm run unit`.
fc.configureGlobal({ seed: Number(process.env.APPRENTICE_SEED ?? 1) });

// No test fails because the machine is slow. Waiting may take until the test's own limit.
const { waitFor, waitUntil } = vi;
const PATIENT = { timeout: 3_600_000 };
Object.assign(vi, {
  waitFor: (callback: () => unknown, options?: object) =>
    waitFor(callback, { ...PATIENT, ...options }),
  waitUntil: (callback: () => unknown, options?: object) =>
    waitUntil(callback, { ...PATIENT, ...options }),
});

// Weights by the million are compared as bytes, because comparing numbers takes seconds. If they
// differ, the usual comparison says how.
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);
expect.addEqualityTesters([
  (one: unknown, other: unknown) =>
    ArrayBuffer.isView(one) &&
    ArrayBuffer.isView(other) &&
    one.constructor === other.constructor &&
    Buffer.compare(bytesOf(one), bytesOf(other)) === 0
      ? true
      : undefined,
]);
