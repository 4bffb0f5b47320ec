// The model for other programs: a zip of Teachable Machine's files, with what shows that it answers
// as the app does.
import tfUrl from '@tensorflow/tfjs/dist/tf.min.js?url';
import type { TFunction } from 'i18next';
import { zipLibrary } from '../../archive/zip';
import type { Classifier } from '../../model/classifier';
import pageCode from '../code/classifier.js?raw';
import reactCode from '../code/classifier.jsx?raw';
import nodeCode from '../code/classifier.mjs?raw';
import { loaded } from '../loaded';
import { cardText, modelCard } from '../model-card';
import themeCode from '../theme.js?raw';
import checkCode from './check.js?raw';
import { checkPage } from './check-page';
import { goldenFile, goldenJson, labelsText, metadataJson, modelJson } from './model-files';

/** @throws {NotLoaded} where TensorFlow.js or the licence cannot be. */
export async function modelZip(
  t: TFunction<'takeAway'>,
  language: string,
  classifier: Classifier,
): Promise<Blob> {
  const { title, exported, golden, backbone, backbonesUrl } = classifier;
  const card = modelCard(t, classifier);
  const [tensorflow, licence] = await Promise.all([
    loaded(tfUrl),
    loaded(`${backbonesUrl}${backbone.id}/LICENSE.txt`),
  ]);
  const files: Record<string, string | Blob> = {
    'model.json': JSON.stringify(modelJson(classifier)),
    'weights.bin': new Blob([exported.model.weights]),
    'metadata.json': JSON.stringify(metadataJson(classifier), null, 2),
    'labels.txt': labelsText(classifier),
    'README.txt': readme(t, classifier),
    'model-card.txt': cardText(title, card),
    'index.html': checkPage(t, { language, title, card }),
    'theme.js': themeCode,
    'check.js': checkCode,
    'golden.json': JSON.stringify(goldenJson(classifier), null, 2),
    ...Object.fromEntries(golden.map(({ seen }, i) => [goldenFile(i), seen])),
    'classifier.js': pageCode,
    'classifier.jsx': reactCode,
    'classifier.mjs': nodeCode,
    'tf.min.js': tensorflow,
    'LICENSE-backbone.txt': licence,
  };
  const { ZipWriter, BlobWriter, BlobReader } = await zipLibrary();
  const zip = new ZipWriter(new BlobWriter('application/zip'), {
    extendedTimestamp: false,
    dataDescriptor: false,
    lastModDate: new Date(classifier.run.at),
  });
  for (const [name, content] of Object.entries(files)) {
    await zip.add(name, new BlobReader(new Blob([content])));
  }
  return zip.close();
}

function readme(t: TFunction<'takeAway'>, { title, exported }: Classifier): string {
  const files = {
    'index.html': t('readme.check'),
    'model.json': t('readme.model'),
    'metadata.json': t('readme.metadata'),
    'golden.json': t('readme.golden'),
    'classifier.js, .jsx, .mjs': t('readme.code'),
    'LICENSE-backbone.txt': t('readme.licence'),
  };
  const lines = Object.entries(files).map(([file, what]) => t('readme.files', { file, what }));
  const input = [t('readme.input', { size: exported.inputSize }), t('readme.mirror')];
  const elsewhere = [t('readme.p5'), t('readme.address')];
  return [title, '', ...input, '', ...lines, '', ...elsewhere, ''].join('\n');
}
