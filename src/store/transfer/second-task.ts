// The open project's second question: its pictures with their answers, and the acts on its labels.

import { newId } from '../../model/new-id';
import type { ClassRow, SampleRow, SecondTask } from '../../model/project';
import { samplesOf } from '../project/samples-by-class';
import type { AppState } from '../state';

export type SecondLabel = SecondTask['labels'][number];

/** A picture that is asked about. */
export interface Asked {
  sample: SampleRow;
  of: ClassRow;
  /** Its number in its class in order of arrival, from 1. */
  number: number;
  label: SecondLabel | undefined;
}

/** All pictures, class by class in the order they came. Those without an answer come first. */
export function askedPictures({
  project,
  classes,
  samples,
}: Pick<AppState, 'project' | 'classes' | 'samples'>): Asked[] {
  const labels = new Map(project?.secondTask?.labels.map((label) => [label.id, label]));
  const all = classes.flatMap((of) =>
    samplesOf(samples, of.id).map((sample, i): Asked => {
      return { sample, of, number: i + 1, label: labels.get(sample.secondLabel ?? '') };
    }),
  );
  return [...all.filter(({ label }) => !label), ...all.filter(({ label }) => label)];
}

/** Counts of pictures by the id of their answer. Those without an answer are under undefined. */
export function answerCounts(asked: readonly Asked[]): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  for (const { label } of asked) counts.set(label?.id, (counts.get(label?.id) ?? 0) + 1);
  return counts;
}

/** A question that begins with these answers. */
export const newSecondTask = (name: string, labels: readonly string[]): SecondTask => ({
  name,
  labels: labels.map((label) => ({ id: newId(), name: label })),
});

export const withLabel = (task: SecondTask, name: string): SecondTask => ({
  ...task,
  labels: [...task.labels, { id: newId(), name }],
});

export const withLabelNamed = (task: SecondTask, id: string, name: string): SecondTask => ({
  ...task,
  labels: task.labels.map((label) => (label.id === id ? { id, name } : label)),
});

/** Its pictures then have no answer, until an undo brings the label back. */
export const withoutLabel = (task: SecondTask, id: string): SecondTask => ({
  ...task,
  labels: task.labels.filter((label) => label.id !== id),
});
