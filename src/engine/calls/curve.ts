import type { CurveEvent, CurveRequest } from '../../model/curve';
import { measureCurve as measured } from '../transfer/learning-curve';
import { pixelsFrom } from './asked-pictures';
import { call } from './call';

/**
 * Measures a learning curve, a point at a time, by its events, on pictures that it asks the page
 * for. Aborting the signal rejects with EngineError 'aborted'; the points told so far hold.
 */
export const measureCurve = call<CurveRequest, void, CurveEvent>((engine, request, job) => {
  const around = {
    featuresOf: engine.features.reader(request.featureKey),
    pixelsOf: pixelsFrom(engine, job.picturesOf),
    batchSize: engine.batchSize(),
  };
  return measured(request, around, job.tell, job.signal);
});
