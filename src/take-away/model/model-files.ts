// The files of the model in Teachable Machine's layout, which its library and the tools around it
// look for.
import { version } from '../../../package.json';
import type { Classifier } from '../../model/classifier';

/** By its readers: the library's version whose layout this is, and the tfjs that it brings. */
const THEIRS = {
  packageName: '@teachablemachine/image',
  packageVersion: '0.8.5',
  tfjsVersion: '1.3.1',
};

export const modelJson = ({ exported: { model } }: Classifier) => ({
  format: 'layers-model',
  generatedBy: `Apprentice ${version}`,
  convertedBy: null,
  modelTopology: model.topology,
  weightsManifest: [{ paths: ['weights.bin'], weights: model.weightSpecs }],
});

export const metadataJson = ({ title, classes, exported, backbone, run }: Classifier) => ({
  ...THEIRS,
  timeStamp: new Date(run.at).toISOString(),
  userMetadata: { madeWith: `Apprentice ${version}`, backbone: backbone.key },
  modelName: title,
  labels: classes.map(({ name }) => name),
  imageSize: exported.inputSize,
});

/** One line a class, as Teachable Machine numbers them. */
export const labelsText = ({ classes }: Classifier) =>
  classes.map(({ name }, i) => `${i} ${name}\n`).join('');

/** The golden pictures' files, and what the app answered. */
export const goldenJson = ({ classes, golden }: Classifier) =>
  golden.map(({ label, probabilities }, i) => ({
    file: goldenFile(i),
    of: classes[label]?.name,
    scores: classes.map(({ name }, k) => ({ label: name, probability: probabilities[k] ?? 0 })),
  }));

export const goldenFile = (index: number) => `golden-${index + 1}.png`;
