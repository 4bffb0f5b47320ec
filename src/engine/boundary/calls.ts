// All calls of the engine. The page only imports their types; the code belongs to the worker.

import { channelMaps, explain, nearest, predict } from '../calls/answering';
import { loadBackbone, start } from '../calls/backbone';
import { measureCurve } from '../calls/curve';
import { domainDistance } from '../calls/domain';
import { exportModel } from '../calls/export';
import { embed, forget, memory, remember } from '../calls/features';
import { answerImported, compareImported, dropImported, importModel } from '../calls/imported';
import { adviseOn, placeOnMap } from '../calls/inspection';
import { compareLayers, notProbed, probe } from '../calls/layers';
import { compareScalings, inspectOwnModel } from '../calls/own';
import { releaseGuests, seeAsSource } from '../calls/source';
import { resumeStrategy, runStrategy, setStandIn } from '../calls/strategies';
import { crossValidate, resume, setHead, train } from '../calls/training';
import { measureTwoQuestions } from '../calls/two-questions';

export const engineCalls = {
  adviseOn,
  answerImported,
  channelMaps,
  compareImported,
  compareLayers,
  compareScalings,
  crossValidate,
  domainDistance,
  dropImported,
  embed,
  explain,
  exportModel,
  forget,
  importModel,
  inspectOwnModel,
  loadBackbone,
  measureCurve,
  measureTwoQuestions,
  memory,
  nearest,
  notProbed,
  placeOnMap,
  predict,
  probe,
  releaseGuests,
  remember,
  resume,
  resumeStrategy,
  runStrategy,
  seeAsSource,
  setHead,
  setStandIn,
  start,
  train,
};

export type EngineCalls = typeof engineCalls;
