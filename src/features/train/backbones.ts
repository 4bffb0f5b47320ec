// What there is to choose from, as the cards in public/backbones say it: a test compares.
import type { BackboneId } from '../../engine/protocol';

export const INPUT_SIZES = [128, 160, 192, 224] as const;
const FULL_SIZE = 224;

interface BackboneChoice {
  id: BackboneId;
  bytes: number;
  /** At FULL_SIZE. */
  multiplyAdds: number;
}

export const backbones: readonly BackboneChoice[] = [
  { id: 'mobilenet-v2', bytes: 4_413_632, multiplyAdds: 299_494_272 },
  { id: 'efficientnet-lite0', bytes: 6_700_000, multiplyAdds: 383_907_552 },
];

export interface BackboneCost {
  bytes: number;
  /** For one picture. */
  millionMultiplyAdds: number;
}

export function costOfBackbone(id: BackboneId, inputSize: number): BackboneCost | undefined {
  const choice = backbones.find((each) => each.id === id);
  return (
    choice && {
      bytes: choice.bytes,
      millionMultiplyAdds: Math.round((choice.multiplyAdds * (inputSize / FULL_SIZE) ** 2) / 1e6),
    }
  );
}
