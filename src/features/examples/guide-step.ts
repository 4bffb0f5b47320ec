// Where a person is in an example, by what is there.
import { type ExampleId, exampleOf } from '../../examples/examples';
import type { ClassRow } from '../../model/project';
import type { AppState } from '../../store/app-store';
import { samplesOf } from '../../store/project/samples-by-class';
import { canAnswer } from '../../store/train/stand-in-slice';

export type GuideStep =
  /** Pictures of this class are next. */
  | { kind: 'record'; row: ClassRow; number: number }
  /** Its own pictures were taken back by an undo. */
  | { kind: 'gone' }
  /** Pictures are there, and it is learning. */
  | { kind: 'learning' }
  | { kind: 'try' }
  /** It was tried. */
  | { kind: 'on' };

/** Three seconds are about 24 pictures; fewer are taken for a start that somebody is still at. */
const RECORDED = 12;

export function guideStep(
  example: ExampleId,
  state: Pick<AppState, 'classes' | 'samples' | 'redoable' | 'learned' | 'standIn' | 'engine'>,
  tried: boolean,
): GuideStep {
  const { classes, samples } = state;
  const none = classes.every(({ id }) => samplesOf(samples, id).length === 0);
  if (none && exampleOf(example).pictures && state.redoable.at(-1)?.act === 'add-samples') {
    return { kind: 'gone' };
  }
  const least = example === 'rock-paper-scissors' ? RECORDED : 1;
  const next = classes.findIndex(({ id }) => samplesOf(samples, id).length < least);
  const row = classes[next];
  if (row) return { kind: 'record', row, number: next };
  if (!canAnswer(state)) return { kind: 'learning' };
  return { kind: tried ? 'on' : 'try' };
}
