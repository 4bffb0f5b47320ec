import type { TasksRequest, TasksResult } from '../../model/tasks';
import { measureTasks as measured } from '../transfer/tasks';
import { call, counting, type Progress } from './call';

/**
 * Two questions learned together and apart: see `measureTasks` of transfer/tasks, which throws.
 * Progress counts epochs. Aborting the signal rejects with EngineError 'aborted'.
 */
export const measureTasks = call<TasksRequest, TasksResult, Progress>(
  (engine, request, { signal, tell }) =>
    measured(request, engine.features.reader(request.featureKey), counting(tell), signal),
);
