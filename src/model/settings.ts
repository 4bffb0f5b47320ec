// What a project is set to, and the defaults before anybody has chosen.
import type { BuiltInBackboneId, FeatureKey, FeatureSpec } from './backbone';
import { backboneOf } from './feature-key';
import type { ProjectRow } from './project';
import type { TrainSettings } from './training';

/**
 * A network sees best slightly above the size it was trained at, because training crops make things
 * look larger (Touvron et al. 2019). MobileNetV2's weights were trained at 160 px, Lite0's at 224.
 */
export const DEFAULT_INPUT_SIZE: Record<BuiltInBackboneId, number> = {
  'mobilenet-v2': 192,
  'efficientnet-lite0': 224,
};

export const DEFAULT_SPEC: FeatureSpec & { backbone: BuiltInBackboneId } = {
  backbone: 'mobilenet-v2',
  inputSize: DEFAULT_INPUT_SIZE['mobilenet-v2'],
};

const FEATURE_SIZE: Record<BuiltInBackboneId, number> = {
  'mobilenet-v2': 1280,
  'efficientnet-lite0': 1280,
};

/**
 * How many numbers a feature vector has under a key such as `mobilenet-v2@1/192`. Undefined if the
 * backbone is unknown here.
 */
export function featureSizeOf(key: FeatureKey): number | undefined {
  return new Map<string, number>(Object.entries(FEATURE_SIZE)).get(backboneOf(key));
}

export const DEFAULT_SETTINGS: TrainSettings = {
  head: 'linear',
  epochs: 100,
  batchSize: 32,
  learningRate: 0.001,
  l2: 'auto',
  keepsPrior: false,
  validationShare: 0.2,
  seed: 1,
};

export interface Settings {
  /** Whether to learn as pictures arrive. */
  live: boolean;
  settings: TrainSettings;
  spec: FeatureSpec;
}

export function settingsOf({ settings }: Pick<ProjectRow, 'settings'>): Settings {
  return {
    live: settings?.live ?? true,
    // Projects from before a setting was there lack it.
    settings: { ...DEFAULT_SETTINGS, ...settings?.train },
    spec: settings?.features ?? DEFAULT_SPEC,
  };
}

/** Whether both mean the same backbone at the same input size, whatever a person calls it. */
export function isSameSpec(one: FeatureSpec, other: FeatureSpec): boolean {
  return one.backbone === other.backbone && one.inputSize === other.inputSize;
}
