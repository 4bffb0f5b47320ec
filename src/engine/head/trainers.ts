// How each kind of head is trained. Everything else about a kind is in model/head-kinds.
import type { HeadKind } from '../../model/head';
import { linear } from './linear/kind';
import { mlp } from './mlp/kind';
import type { TrainerFor } from './trainer';

export const TRAINERS: Record<HeadKind, TrainerFor> = { linear, mlp };
