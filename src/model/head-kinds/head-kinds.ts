// All kinds of heads, in the order in which the app offers them.
import type { HeadFacts } from './facts';
import { linear } from './linear';
import { mlp } from './mlp';

export const HEAD_KINDS = { linear, mlp } as const satisfies Record<string, HeadFacts>;

export const headKinds = Object.keys(HEAD_KINDS) as (keyof typeof HEAD_KINDS)[];
