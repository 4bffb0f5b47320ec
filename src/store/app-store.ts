// The one store: a slice a file. It holds ids, counts and words, never pixels or tensors.
import { create } from 'zustand';
import { Engine } from '../engine/boundary/client';
import type { BackendName } from '../model/backend';
import { DEFAULT_SPEC, settingsOf } from '../model/settings';
import { createPictures } from '../pictures/client';
import { provideServices } from '../runtime/services';
import { levelSecondCopy } from '../storage/database';
import { readOwnBackbone } from '../storage/own-backbones';
import { type CollectSlice, createCollectSlice } from './collect/collect-slice';
import { createOtherModelSlice, type OtherModelSlice } from './compare/other-model-slice';
import { createInspectionSlice, type InspectionSlice } from './inspect/inspection-slice';
import { createProjectFileSlice, type ProjectFileSlice } from './project/project-file-slice';
import { createProjectSlice, type ProjectSlice } from './project/project-slice';
import { createProjectsSlice, type ProjectsSlice } from './project/projects-slice';
import { createStorageSlice, type StorageSlice } from './storage-slice';
import { createEngineSlice, type EngineSlice } from './train/engine-slice';
import { createStandInSlice, type StandInSlice } from './train/stand-in-slice';
import { createTrainingSlice, isStale, type TrainingSlice } from './train/training-slice';
import { createTrialSlice, type TrialSlice } from './try/trial-slice';

export type AppState = ProjectSlice &
  ProjectsSlice &
  ProjectFileSlice &
  StorageSlice &
  CollectSlice &
  EngineSlice &
  TrainingSlice &
  StandInSlice &
  InspectionSlice &
  TrialSlice &
  OtherModelSlice;

export const useApp = create<AppState>()((...store) => ({
  ...createProjectSlice(...store),
  ...createProjectsSlice(...store),
  ...createProjectFileSlice(...store),
  ...createStorageSlice(...store),
  ...createCollectSlice(...store),
  ...createEngineSlice(...store),
  ...createTrainingSlice(...store),
  ...createStandInSlice(...store),
  ...createInspectionSlice(...store),
  ...createTrialSlice(...store),
  ...createOtherModelSlice(...store),
}));

/** Opens the last project and starts the workers. Call once, after the first paint. */
export async function openApp(backend?: BackendName): Promise<void> {
  const { getState, setState } = useApp;
  await getState().openStorage();
  await getState().openProject(undefined, (project) => {
    // Before anything can be clicked that needs them.
    const engine = new Engine({
      ...(backend ? { backend } : {}),
      backbonesUrl: new URL('backbones/', document.baseURI).href,
      spec: settingsOf(project).spec,
      own: {
        model: readOwnBackbone,
        instead: DEFAULT_SPEC,
        onRefused: (spec, why) => setState({ refused: { spec, why } }),
      },
      onStatus: (status) => setState({ engine: status }),
      onReplaced: () => {
        getState().loseOtherModel();
        void getState().syncEngine();
      },
    });
    provideServices({ engine, pictures: createPictures() });
  });
  if (!getState().project) return;
  await getState().restoreTraining();
  await getState().syncEngine();
  // What was learned from these pictures is good still; else learn as if they had just arrived.
  if (!getState().learned || isStale(getState())) getState().samplesChanged();
  await getState().refreshSpace();
  await getState().removeOldProjects();
  await levelSecondCopy();
}
