// Which texts belong to which example.
import type { ParseKeys } from 'i18next';
import type { ExampleId } from '../../examples/examples';

type Key = ParseKeys<'examples'>;

export interface ExampleTexts {
  title: Key;
  text: Key;
  /** The project's name. */
  project: Key;
  classes: readonly Key[];
  secondTask?: { name: Key; labels: readonly Key[] };
  /** What is said over Collect at each step of the example. */
  guide: {
    /** Said while the pictures of each class are awaited. */
    record: readonly Key[];
    learning: Key;
    try: Key;
    on: Key;
  };
}

export const exampleTexts: Record<ExampleId, ExampleTexts> = {
  'rock-paper-scissors': {
    title: 'hands.title',
    text: 'hands.text',
    project: 'hands.title',
    classes: ['hands.rock', 'hands.paper', 'hands.scissors'],
    guide: {
      record: ['hands.first', 'hands.second', 'hands.third'],
      learning: 'hands.learning',
      try: 'hands.try',
      on: 'hands.on',
    },
  },
  cells: {
    title: 'cells.title',
    text: 'cells.text',
    project: 'cells.project',
    classes: ['cells.healthy', 'cells.changed'],
    secondTask: { name: 'cells.stain', labels: ['cells.violet', 'cells.pink'] },
    guide: {
      record: ['cells.drawing', 'cells.drawing'],
      learning: 'cells.learning',
      try: 'cells.on',
      on: 'cells.on',
    },
  },
  sounds: {
    title: 'sounds.title',
    text: 'sounds.text',
    project: 'sounds.title',
    classes: ['sounds.held', 'sounds.gliding', 'sounds.trembling'],
    guide: {
      record: ['sounds.what', 'sounds.what', 'sounds.what'],
      learning: 'sounds.what',
      try: 'sounds.on',
      on: 'sounds.on',
    },
  },
  papers: {
    title: 'papers.title',
    text: 'papers.text',
    project: 'papers.project',
    classes: ['papers.warm', 'papers.cool'],
    guide: {
      record: ['papers.drawing', 'papers.drawing'],
      learning: 'papers.learning',
      try: 'papers.on',
      on: 'papers.on',
    },
  },
};
