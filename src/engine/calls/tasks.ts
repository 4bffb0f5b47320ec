import type { TasksRequest, TasksResult } from '../../model/tasks';
import { measureTasks as measured } from '../transfer/tasks';
import { call, counting, type Progress } from './call';

/**
 * Learns two questions together and apart: see `measureTasks` in transfer/tasks for its errors.
 * Progress counts epochs. Aborting the signal rejects with EngineError 'aborted'.
 */
export const measureTasks = call<TasksRequest, TasksResult, Progress>(
  (engine, request, { signal, tell }) =>
    measured(request, engine.features.reader(request.featureKey), counting(tell), signal),
);
