// The one store, with one file for each slice. It holds ids, counts and words, never pixels or
// tensors.
import { create } from 'zustand';
import type { BackendName } from '../model/backend';
import { DEFAULT_SPEC, settingsOf } from '../model/settings';
import { provideServices } from '../runtime/services';
import { levelSecondCopy } from '../storage/database';
import { readOwnBackbone } from '../storage/own-backbones';
import { createCollectSlice } from './collect/collect-slice';
import { createOtherModelSlice } from './compare/other-model-slice';
import { createInspectionSlice } from './inspect/inspection-slice';
import { announce } from './lifecycle';
import { createDeletedSlice } from './project/deleted-slice';
import { createProjectFileSlice } from './project/project-file-slice';
import { createProjectSlice } from './project/project-slice';
import { createProjectsSlice } from './project/projects-slice';
import type { AppState } from './state';
import { createStorageSlice } from './storage-slice';
import { createEngineSlice } from './train/engine-slice';
import { createStandInSlice } from './train/stand-in-slice';
import { createTrainingSlice } from './train/training-slice';
import { createTrialSlice } from './try/trial-slice';

export const useApp = create<AppState>()((set, get) => ({
  ...createProjectSlice(set, get),
  ...createProjectsSlice(set, get),
  ...createDeletedSlice(set, get),
  ...createProjectFileSlice(set, get),
  ...createStorageSlice(set, get),
  ...createCollectSlice(set, get),
  ...createEngineSlice(set, get),
  ...createTrainingSlice(set, get),
  ...createStandInSlice(set, get),
  ...createInspectionSlice(set, get),
  ...createTrialSlice(set, get),
  ...createOtherModelSlice(set, get),
}));

/** Opens the last project and starts the workers. Call once, after the first paint. */
export async function openApp(backend?: BackendName): Promise<void> {
  const { openStorage, openProject, showEngine, refuseSpec } = useApp.getState();
  const [{ Engine, createPictures }] = await Promise.all([
    import('../runtime/workers'),
    openStorage(),
  ]);
  await openProject(undefined, (project) => {
    // The engine must be there before anybody can click something that needs it.
    const engine = new Engine({
      ...(backend ? { backend } : {}),
      backbonesUrl: new URL('backbones/', document.baseURI).href,
      spec: settingsOf(project).spec,
      own: { model: readOwnBackbone, instead: DEFAULT_SPEC, onRefused: refuseSpec },
      onStatus: showEngine,
      onReplaced: () => announce('engineReplaced'),
    });
    provideServices({ engine, pictures: createPictures() });
  });
  const { project, refreshSpace, purge } = useApp.getState();
  if (!project) return;
  await announce('entered', project.id);
  await refreshSpace();
  await purge();
  await levelSecondCopy();
}
