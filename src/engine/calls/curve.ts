import type { CurveEvent, CurveRequest } from '../../model/curve';
import { measureCurve as measured } from '../transfer/learning-curve';
import { pixelsFrom } from './asked-pictures';
import { call } from './call';

/**
 * Measures a learning curve, one point at a time, on pictures that it asks the page for. Its events
 * report the points. Aborting the signal rejects with EngineError 'aborted'. The points reported
 * until then remain valid.
 */
export const measureCurve = call<CurveRequest, void, CurveEvent>((engine, request, job) => {
  const around = {
    featuresOf: engine.features.reader(request.featureKey),
    pixelsOf: pixelsFrom(engine, job.picturesOf),
    batchSize: engine.batchSize(),
  };
  return measured(request, around, job.tell, job.signal);
});
