// The id of a person's own model. It contains everything that the features depend on.
import type { BackboneId, OwnBackboneId } from './backbone';
import type { ModelEnd, PixelScaling } from './own-model';

export interface OwnBackboneParts {
  /** The hash of the model's content, 32 hexadecimal digits. */
  hash: string;
  scaling: PixelScaling;
  end: ModelEnd;
}

export const SCALINGS = ['symmetric', 'unit', 'imagenet', 'raw'] as const;

const OWN = /^own-([0-9a-f]{32})-(symmetric|unit|imagenet|raw)-(output|before-last)$/;

/** `own-HASH-symmetric-output` */
export function ownIdOf({ hash, scaling, end }: OwnBackboneParts): OwnBackboneId {
  return `own-${hash}-${scaling}-${end}`;
}

/** Undefined for a built-in backbone. */
export function partsOfOwnId(id: BackboneId): OwnBackboneParts | undefined {
  const [, hash, scaling, end] = OWN.exec(id) ?? [];
  if (hash === undefined) return undefined;
  return { hash, scaling: scaling as PixelScaling, end: end as ModelEnd };
}
