// The backbones to choose from, with the figures of the cards in public/backbones. A test compares
// the two.
import type { BackboneId, BuiltInBackboneId } from '../../model/backbone';

export const INPUT_SIZES = [128, 160, 192, 224] as const;
const FULL_SIZE = 224;

interface BackboneChoice {
  id: BuiltInBackboneId;
  bytes: number;
  /** At FULL_SIZE. */
  multiplyAdds: number;
}

export const backbones = [
  { id: 'mobilenet-v2', bytes: 4_413_632, multiplyAdds: 299_494_272 },
  { id: 'efficientnet-lite0', bytes: 6_700_000, multiplyAdds: 383_907_552 },
] as const satisfies readonly BackboneChoice[];

export interface BackboneCost {
  bytes: number;
  /** For one picture. */
  multiplyAdds: number;
}

/** Undefined for a person's own model, which tells its cost once it is in use. */
export function costOfBackbone(id: BackboneId, inputSize: number): BackboneCost | undefined {
  const found = backbones.find((each) => each.id === id);
  if (!found) return undefined;
  const { bytes, multiplyAdds } = found;
  return { bytes, multiplyAdds: multiplyAdds * (inputSize / FULL_SIZE) ** 2 };
}
