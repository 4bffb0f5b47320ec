import { expect, it } from 'vitest';
import type { SampleRow } from '../../model/project';
import { DEFAULT_SETTINGS } from '../../model/settings';
import { signatureOf } from '../train/learned-from';
import { fingerprintOf } from './fingerprint';

const classes = ['a', 'b'].map((id, seq) => ({ id, projectId: 'p', name: id, colour: seq, seq }));

function state(samples: (Pick<SampleRow, 'id' | 'classId'> & { test?: true })[]) {
  return {
    classes,
    samples: Object.fromEntries(
      samples.map((each, seq) => [each.id, { ...each, projectId: 'p', group: each.id, seq }]),
    ),
    settings: DEFAULT_SETTINGS,
    engine: { backbone: { key: 'one@1/224' } },
  } as never as Parameters<typeof fingerprintOf>[0];
}

const learned = [
  { id: '1', classId: 'a' },
  { id: '2', classId: 'b' },
];

it('is the same with test pictures, which take no part in what is measured, though they are new to Train', () => {
  const before = state(learned);
  const after = state([...learned, { id: '3', classId: 'a', test: true }]);
  expect(fingerprintOf(after)).toBe(fingerprintOf(before));
  expect(signatureOf(after)).not.toBe(signatureOf(before));
});

it.each([
  ['one more is learned from', [...learned, { id: '3', classId: 'a' }]],
  ['one is in another class', [learned[0], { id: '2', classId: 'a' }]],
  ['one is a test picture now', [learned[0], { id: '2', classId: 'b', test: true as const }]],
])('is another where %s', (_, samples) => {
  expect(fingerprintOf(state(samples as typeof learned))).not.toBe(fingerprintOf(state(learned)));
});
