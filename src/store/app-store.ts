// The one store: a slice a file. It holds ids, counts and words, never pixels or tensors.
import { create } from 'zustand';
import { Engine } from '../engine/client';
import type { BackendName } from '../engine/protocol';
import { createPictures } from '../pictures/client';
import { levelSecondCopy } from '../storage/database';
import { readOwnBackbone } from '../storage/own-backbones';
import { type CollectSlice, createCollectSlice } from './collect-slice';
import { createEngineSlice, type EngineSlice } from './engine-slice';
import { createInspectionSlice, type InspectionSlice } from './inspection-slice';
import { createOtherModelSlice, type OtherModelSlice } from './other-model-slice';
import { createProjectFileSlice, type ProjectFileSlice } from './project-file-slice';
import { createProjectSlice, type ProjectSlice } from './project-slice';
import { createProjectsSlice, type ProjectsSlice } from './projects-slice';
import { provideServices } from './services';
import { DEFAULT_SPEC, settingsOf } from './settings';
import { createStandInSlice, type StandInSlice } from './stand-in-slice';
import { createStorageSlice, type StorageSlice } from './storage-slice';
import { createTrainingSlice, isStale, type TrainingSlice } from './training-slice';
import { createTrialSlice, type TrialSlice } from './trial-slice';

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
