// Every act on the open project, its classes and its samples. Each can be undone.

import { cleanText } from '../../model/file-names';
import { MOST_CLASSES, MOST_NAME } from '../../model/limits';
import type {
  ClassRow,
  ProjectRow,
  ProjectSettings,
  SampleRow,
  SecondTask,
} from '../../model/project';
import type { Change } from '../../storage/changes';
import { announce } from '../lifecycle';
import type { Outcome } from '../outcome';
import type { Read } from '../slice';
import type { DoAct } from './act';
import { classesFor, nextClass } from './classes';
import { type Act, withDeletedTask } from './history';

export interface Acts {
  renameProject(name: string): Outcome;
  changeProjectSettings(change: ProjectSettings): Outcome;
  /** Undefined if it was refused. */
  addClass(name?: string): Outcome<string | undefined>;
  /**
   * The ids of the classes of these names, which are made or named as one act where there are none,
   * as far as there is room. Undefined if the disk refused.
   */
  classesNamed(names: Iterable<string>): Outcome<ReadonlyMap<string, string> | undefined>;
  renameClass(id: string, name: string): Outcome;
  recolourClass(id: string, colour: number): Outcome;
  /** Puts a class at this place among the others. */
  placeClass(id: string, index: number): Outcome;
  /** Learns from the class, or leaves it out. */
  switchClass(id: string, on: boolean): Outcome;
  deleteClass(id: string): Outcome;
  moveSamples(ids: readonly string[], classId: string): Outcome;
  /** Sets samples aside to measure with, or returns them to learning. */
  setAside(ids: readonly string[], aside: boolean): Outcome;
  deleteSamples(ids: readonly string[]): Outcome;
  /** Changes the second question. Undefined removes it. */
  changeSecondTask(task: SecondTask | undefined): Outcome;
  /** Answers the second question for these pictures. Undefined takes their answers back. */
  labelSamples(ids: readonly string[], label: string | undefined): Outcome;
  /** Takes in what another project brought, as one act. False if the disk refused. */
  mergeChanges(changes: Change[]): Outcome<boolean>;
}

export function createActs(act: DoAct, get: Read): Acts {
  const changeClass = async (what: Act, id: string, patch: Partial<ClassRow>) => {
    const before = get().classes.find((row) => row.id === id);
    if (!before) return;
    const changes: Change[] = [{ table: 'classes', before, after: { ...before, ...patch } }];
    await act({ act: what, count: 1, changes });
  };

  const changeSamples = async (
    what: Act,
    ids: readonly string[],
    change: (row: SampleRow) => SampleRow,
  ) => {
    const { samples } = get();
    const changes = ids.flatMap((id): Change[] => {
      const before = samples[id];
      return before ? [{ table: 'samples', before, after: change(before) }] : [];
    });
    await act({ act: what, count: changes.length, changes });
  };

  const changeProject = async (what: Act, patch: Partial<ProjectRow>) => {
    const { project: before } = get();
    if (!before) return;
    const changes: Change[] = [{ table: 'projects', before, after: { ...before, ...patch } }];
    await act({ act: what, count: 1, changes });
  };

  return {
    async renameProject(typed) {
      const name = cleanText(typed, MOST_NAME);
      if (get().project?.name !== name) await changeProject('rename-project', { name });
    },

    async changeProjectSettings(change) {
      const settings = { ...get().project?.settings, ...change };
      await changeProject('change-settings', { settings });
    },

    async addClass(name = '') {
      const after = { ...nextClass(get()), name: cleanText(name, MOST_NAME) };
      const changes: Change[] = [{ table: 'classes', after }];
      return (await act({ act: 'add-class', count: 1, changes })) ? after.id : undefined;
    },

    async classesNamed(names) {
      const state = get();
      const { ids, changes, added } = classesFor(state, names, MOST_CLASSES - state.classes.length);
      if (changes.length === 0) return ids;
      const what = added > 0 ? 'add-class' : 'rename-class';
      return (await act({ act: what, count: changes.length, changes })) ? ids : undefined;
    },

    async renameClass(id, typed) {
      const name = cleanText(typed, MOST_NAME);
      if (get().classes.find((row) => row.id === id)?.name === name) return;
      await changeClass('rename-class', id, { name });
    },

    recolourClass: (id, colour) => changeClass('recolour-class', id, { colour }),

    async placeClass(id, index) {
      const others = get().classes.filter((row) => row.id !== id);
      const before = others[index - 1]?.order ?? (others[0]?.order ?? 1) - 2;
      const after = others[index]?.order ?? before + 2;
      await changeClass('order-classes', id, { order: (before + after) / 2 });
    },

    async switchClass(id, on) {
      const before = get().classes.find((row) => row.id === id);
      if (!before || on === !before.off) return;
      const { off, ...row } = before;
      const after: ClassRow = on ? row : { ...row, off: true };
      await act({
        act: on ? 'take-in-class' : 'leave-out-class',
        count: 1,
        changes: [{ table: 'classes', before, after }],
      });
    },

    deleteClass: (id) => changeClass('delete-class', id, { deletedAt: Date.now() }),

    moveSamples: (ids, classId) =>
      changeSamples('move-samples', ids, (row) => ({ ...row, classId })),

    async setAside(ids, aside) {
      const wrong = ids.filter((id) => aside !== (get().samples[id]?.test ?? false));
      const what = aside ? 'set-aside-samples' : 'learn-from-samples';
      await changeSamples(what, wrong, ({ test, ...row }) =>
        aside ? { ...row, test: true } : row,
      );
    },

    async deleteSamples(ids) {
      const deletedAt = Date.now();
      await changeSamples('delete-samples', ids, (row) => ({ ...row, deletedAt }));
    },

    async changeSecondTask(changed) {
      const { project } = get();
      if (!project || project.secondTask === changed) return;
      const task = changed && withCleanNames(changed);
      const { secondTask, ...rest } = project;
      const after = {
        ...withDeletedTask(rest, secondTask, task),
        ...(task && { secondTask: task }),
      };
      await act({
        act: task ? 'change-second-task' : 'delete-second-task',
        count: 1,
        changes: [{ table: 'projects', before: project, after }],
      });
    },

    async labelSamples(ids, label) {
      const others = ids.filter((id) => get().samples[id]?.secondLabel !== label);
      await changeSamples('label-samples', others, ({ secondLabel: _, ...row }) =>
        label === undefined ? row : { ...row, secondLabel: label },
      );
    },

    async mergeChanges(changes) {
      const count = changes.filter(({ table }) => table === 'samples').length;
      const done = await act({ act: 'merge-project', count, changes });
      if (done) await announce('featuresMissing');
      return done;
    },
  };
}

function withCleanNames(task: SecondTask): SecondTask {
  const clean = (name: string) => cleanText(name, MOST_NAME);
  return {
    name: clean(task.name),
    labels: task.labels.map((label) => ({ ...label, name: clean(label.name) })),
  };
}
