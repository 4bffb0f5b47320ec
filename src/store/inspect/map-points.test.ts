import { describe, expect, it } from 'vitest';
import type { ClassRow, SampleRow } from '../../model/project';
import { mapPoints } from './map-points';

const row = (id: string, shape: number): ClassRow => ({
  id,
  projectId: 'p',
  name: id,
  colour: shape,
  shape,
  order: shape,
  deletedAt: 0,
});
const sample = (id: string, classId: string, test?: true): SampleRow => ({
  id,
  projectId: 'p',
  classId,
  group: id,
  seq: 0,
  createdAt: 0,
  source: 'file',
  deletedAt: 0,
  ...(test ? { test } : {}),
});

describe('points of a map', () => {
  it('are of the pictures that are there still, by the class that they are in now', () => {
    const map = {
      ids: ['a', 'gone', 'b', 'c'],
      places: Float32Array.of(0, 0, 1, 1, 0.5, 0.25, 1, 0),
    };
    const state = {
      classes: [row('ants', 0), row('bees', 1)],
      samples: {
        a: sample('a', 'ants'),
        b: sample('b', 'bees', true),
        c: sample('c', 'deleted class'),
      },
    };
    const said = new Map([
      ['a', 'bees'],
      ['b', 'bees'],
    ]);
    expect(mapPoints(map, state, said)).toEqual([
      { id: 'a', x: 0, y: 0, of: state.classes[0], test: false, takenFor: 'bees' },
      { id: 'b', x: 0.5, y: 0.25, of: state.classes[1], test: true, takenFor: undefined },
    ]);
  });
});
