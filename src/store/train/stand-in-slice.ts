// The answering head in Try: the trained head, or a stand-in from a strategy that a person has put
// in its place.
import { EngineError } from '../../model/engine-error';
import { isUnder, suitsBackbone } from '../../model/feature-key';
import type { StandIn, StoredRun } from '../../model/run';
import { services } from '../../runtime/services';
import { tell } from '../../runtime/tabs';
import { saveStandIn } from '../../storage/runs';
import { asAct } from '../as-act';
import { announce } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Slice } from '../slice';
import type { AppState } from '../state';
import { signatureOf } from './learned-from';

export interface StandInSlice {
  /**
   * It answers as long as the backbone that it was made from is in use. It is kept with the
   * project.
   */
  standIn: StandIn | undefined;
  /**
   * Lets a strategy's head answer. With undefined, the trained head answers again. Does nothing if
   * another tab works on the project.
   */
  putToUse(standIn: StandIn | undefined): Outcome;
  /** Shows the stand-in that is on the disk, without telling the engine yet. */
  showStandIn(standIn: StandIn | undefined): void;
  /** Tells the engine which head answers. */
  takeStandInToEngine(): Outcome;
}

type Answering = Pick<AppState, 'learned' | 'standIn' | 'engine'>;

declare module '../state' {
  interface AppState extends StandInSlice {}
}

export const createStandInSlice: Slice<StandInSlice> = (set, get) => ({
  standIn: undefined,

  async putToUse(standIn) {
    const { project, role } = get();
    if (!project || role !== 'leads') return;
    set({ standIn });
    announce('answererChanged');
    await get().takeStandInToEngine();
    if (get().project?.id !== project.id) return;
    const { standIn: taken } = get();
    await asAct(() => get().asSaving(1, () => saveStandIn(project.id, taken)));
    tell({ kind: 'learned', project: project.id });
  },

  showStandIn(standIn) {
    set({ standIn });
  },

  async takeStandInToEngine() {
    const { standIn } = get();
    try {
      await services().engine.call('setStandIn', standInOf(get())?.result.head);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A new worker asks for the stand-in again. One that does not fit the backbone came from a
      // damaged file, so the trained head answers.
      if (error.kind !== 'engine-crashed' && get().standIn === standIn) set({ standIn: undefined });
    }
  },
});

/** The stand-in that answers. Undefined if the trained head does. */
export function standInOf({
  standIn,
  engine,
}: Pick<AppState, 'standIn' | 'engine'>): StandIn | undefined {
  const key = engine.backbone?.key;
  if (!standIn || key === undefined) return standIn;
  return suitsBackbone(standIn.result.head, key) ? standIn : undefined;
}

/** Whether a person's own complete model answers. It is used as it is and cannot be taken away. */
export function answersByOwnModel(state: AppState): boolean {
  return state.engine.backbone?.stages.length === 0 && !standInOf(state);
}

/** Whether pictures or classes have changed since the stand-in learned. */
export function isOlder(state: AppState, { signature }: StandIn): boolean {
  return signature !== signatureOf(state);
}

/**
 * Whether the stand-in was measured beside the head that Train has now, with the same backbone and
 * the same pictures.
 */
export function isBesideBaseline(state: AppState, standIn: StandIn): boolean {
  const { featureKey } = standIn.result.head;
  const key = state.engine.backbone?.key;
  return key !== undefined && isUnder(key, featureKey) && !isOlder(state, standIn);
}

/** The run whose head answers. */
export function answeringRun(state: Answering): StoredRun | undefined {
  return standInOf(state) ?? state.learned;
}

/**
 * A run can answer if at least two of its classes still exist, since a single class would always be
 * the answer, and if the backbone that it learned with is in use.
 */
export function canAnswer(
  state: Pick<AppState, 'learned' | 'standIn' | 'engine' | 'classes'> &
    Partial<Pick<AppState, 'refused'>>,
): boolean {
  const head = answeringRun(state)?.result.head;
  if (state.refused && !head?.network && head?.featureKey !== state.engine.backbone?.key) {
    return false;
  }
  const known = new Set(head?.classes);
  return state.classes.filter(({ id }) => known.has(id)).length >= 2;
}
