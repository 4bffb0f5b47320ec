import { expect, it } from 'vitest';
import type { ClassRow, SampleRow } from '../../model/project';
import { guideStep } from './guide-step';

type State = Parameters<typeof guideStep>[1];

const classes = ['rock', 'paper', 'scissors'].map(
  (id, number): ClassRow => ({
    id,
    projectId: 'p',
    name: id,
    colour: number,
    shape: number,
    order: number,
    deletedAt: 0,
  }),
);

function withPictures(counts: Record<string, number>, learned = false): State {
  const rows = Object.entries(counts).flatMap(([classId, count]) =>
    Array.from(
      { length: count },
      (_, seq): SampleRow => ({
        id: `${classId}-${seq}`,
        projectId: 'p',
        classId,
        group: classId,
        seq,
        createdAt: 0,
        source: 'camera',
        deletedAt: 0,
      }),
    ),
  );
  const head = { classes: classes.map(({ id }) => id) };
  return {
    classes,
    samples: Object.fromEntries(rows.map((row) => [row.id, row])),
    redoable: [],
    standIn: undefined,
    engine: { phase: 'ready', restarts: 0 },
    // The guide looks only at the head's classes.
    learned: (learned ? { result: { head } } : undefined) as State['learned'],
  };
}

it('leads from class to class, to trying it, and on', () => {
  const step = (state: State, tried = false) => guideStep('rock-paper-scissors', state, tried);
  expect(step(withPictures({}))).toMatchObject({ kind: 'record', number: 0 });
  expect(step(withPictures({ rock: 24, paper: 3 }))).toMatchObject({ kind: 'record', number: 1 });
  const all = { rock: 24, paper: 24, scissors: 24 };
  expect(step(withPictures(all))).toEqual({ kind: 'learning' });
  expect(step(withPictures(all, true))).toEqual({ kind: 'try' });
  expect(step(withPictures(all, true), true)).toEqual({ kind: 'on' });
});

it('says where its pictures went when they were taken back, and leads on when they are back', () => {
  const act = { act: 'add-samples' as const, count: 96, changes: [], at: 0 };
  const undone: State = { ...withPictures({}), redoable: [act] };
  expect(guideStep('cells', undone, false)).toEqual({ kind: 'gone' });
  // The first pictures are on their way. A person's own project has no guide.
  expect(guideStep('cells', withPictures({}), false)).toMatchObject({ kind: 'record' });
  expect(guideStep('rock-paper-scissors', undone, false)).toMatchObject({ kind: 'record' });
});
