// Finds out where a person is in an example by looking at what the project holds.
import { type ExampleId, exampleOf } from '../../examples/examples';
import type { ClassRow } from '../../model/project';
import { samplesOf } from '../../store/project/samples-by-class';
import type { AppState } from '../../store/state';
import { canAnswer } from '../../store/train/stand-in-slice';

export type GuideStep =
  /** The next step is to record pictures of this class. */
  | { kind: 'record'; row: ClassRow; number: number }
  /** An undo removed the example's own pictures. */
  | { kind: 'gone' }
  /** There are pictures, and the head is learning. */
  | { kind: 'learning' }
  | { kind: 'try' }
  /** The person has tried it. */
  | { kind: 'on' };

/**
 * Three seconds give about 24 pictures. With fewer than this, the person is probably still
 * recording.
 */
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
