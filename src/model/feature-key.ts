// The names under which features are stored. `mobilenet-v2@1/192` stands for the features of
// version 1 of mobilenet-v2 at 192 pixels a side. `mobilenet-v2@1/192+finetune-14` stands for its
// features after a strategy has changed its weights.
import type { FeatureKey, FeatureSpec } from './backbone';
import type { SavedHead } from './head';
import type { Strategy } from './strategy';

export const featureKeyOf = (spec: FeatureSpec, version: number): FeatureKey =>
  `${spec.backbone}@${version}/${spec.inputSize}`;

/**
 * The key for what a strategy made of the features under `key`. It includes the freeze line if that
 * makes a difference.
 */
export const changedKey = (key: FeatureKey, strategy: Strategy, freezeAt?: number): FeatureKey =>
  `${key}+${strategy}${freezeAt === undefined ? '' : `-${freezeAt}`}`;

/** The id of the backbone in a key. */
export const backboneOf = (key: FeatureKey): string => key.split('@', 1)[0] ?? '';

/** Whether `other` stands for the features of `key`, or for what a strategy made of them. */
export const isUnder = (key: FeatureKey, other: FeatureKey): boolean =>
  other === key || other.startsWith(`${key}+`);

/**
 * Whether a head learned from the backbone of `key`, at any input size. The small network has no
 * backbone, so it suits them all.
 */
export function suitsBackbone(
  { featureKey, network }: Pick<SavedHead, 'featureKey' | 'network'>,
  key: FeatureKey,
): boolean {
  const anySize = key.slice(0, key.indexOf('/') + 1);
  return network?.design === 'small' || featureKey.startsWith(anySize);
}

/**
 * A backbone and its input size, for lists and messages. Unlike a key, it leaves out the version.
 */
export const specName = ({ backbone, inputSize }: FeatureSpec): string =>
  `${backbone}/${inputSize}`;

/** The `specName` of the backbone that the features under a key come from. */
export const specNameOf = (key: FeatureKey): string =>
  key.replace(/@[^/]*/, '').replace(/\+.*/, '');
