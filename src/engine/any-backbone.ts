// A backbone is either one of ours, whose stages are known, or a person's own model, which runs as
// it is.
import { EngineError } from '../model/engine-error';
import type { Backbone } from './backbone/load';
import type { OwnBackbone } from './own/own-backbone';

export type AnyBackbone = Backbone | OwnBackbone;

export function isOwn(backbone: AnyBackbone): backbone is OwnBackbone {
  return 'see' in backbone;
}

/** The backbone with its stages. Throws EngineError 'unknown-design' for a person's own model. */
export function designOf(backbone: AnyBackbone): Backbone {
  if (isOwn(backbone)) throw unknownDesign();
  return backbone;
}

export function unknownDesign(): EngineError {
  return new EngineError('unknown-design', 'the stages of the model in use are not known');
}
