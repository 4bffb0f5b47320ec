// Opens an example as a project of its own. Its pictures come in like any others: they are saved,
// and undone as one act.
import { createArtist } from '../../examples/client';
import { type ExampleId, exampleIds, exampleOf } from '../../examples/examples';
import { secondLabelOf } from '../../examples/things';
import { newId } from '../../model/new-id';
import { whileUnclaimed } from '../../runtime/tabs';
import { applyChanges, type Change } from '../../storage/changes';
import type { ArchiveFile } from '../../storage/project-file/foreign';
import {
  addArriving,
  arrived,
  type ProjectContent,
  readProject,
  removeIfEmpty,
  saveProject,
} from '../../storage/projects';
import { useApp } from '../app-store';
import { asAct } from '../as-act';
import type { IncomingFile } from '../collect/incoming';
import type { Outcome } from '../outcome';
import type { AppState } from '../state';

/** Names for the project, its classes and a second question, in the person's language. */
export interface ExampleWords {
  project: string;
  classes: readonly string[];
  secondTask?: { name: string; labels: readonly string[] };
}

const SEED = 1;

/** Resolves when all of its pictures are in. */
export const openExample = (example: ExampleId, words: ExampleWords): Outcome =>
  open(example, words);

async function open(
  example: ExampleId,
  { project, classes, secondTask: asked }: ExampleWords,
): Promise<void> {
  const labels = asked?.labels.map((name) => ({ id: newId(), name })) ?? [];
  const secondTask = asked && { name: asked.name, labels };
  const opened = await asAct(async () => {
    const { id } = await addArriving(project, {
      settings: { example },
      ...(secondTask && { secondTask }),
      ...(exampleOf(example).pictures && { comingExample: example }),
    });
    await applyChanges(
      classes.map((name, number): Change => {
        const after = { id: newId(), projectId: id, name, colour: number, shape: number };
        return { table: 'classes', after: { ...after, order: number + 1, deletedAt: 0 } };
      }),
    );
    await arrived(id);
    const left = untouched(useApp.getState());
    await useApp.getState().switchProject(id);
    // Nobody made this project: it was there from the start. Another tab may have it open.
    if (left !== undefined) await whileUnclaimed(left, () => removeIfEmpty(left));
    return id;
  });
  // Another project may have been opened meanwhile.
  if (opened !== undefined && useApp.getState().project?.id === opened) await finishExample();
}

/** The projects whose pictures are being drawn. */
const drawing = new Map<string, Promise<void>>();

/**
 * Draws what is still missing of the example that the open project began as, which is all of it at
 * first. Resolves when the pictures are in. Does nothing for any other project.
 */
export const finishExample = (): Outcome => {
  const { project, role } = useApp.getState();
  const example = exampleIds.find((id) => id === project?.comingExample);
  if (!project || !example || role !== 'leads') return Promise.resolve();
  const { id } = project;
  const begun = drawing.get(id) ?? drawMissing(id, example).finally(() => drawing.delete(id));
  drawing.set(id, begun);
  return begun;
};

async function drawMissing(id: string, example: ExampleId): Promise<void> {
  const content = await asAct(() => readProject(id));
  if (!content || !worksOn(id)) return;
  const artist = createArtist();
  try {
    const draw: Draw = (picture, signal) =>
      artist.draw({ example, seed: SEED, ...picture }, signal);
    const files = missingFiles(example, content, draw);
    if (files.length > 0) await useApp.getState().importFiles(files);
  } finally {
    artist.end();
  }
  // Where the project was left, the rest is drawn when it is opened again. Where the person ended
  // it, the rest is not wanted.
  const report = useApp.getState().imports.find((each) => each.project.id === id && !each.classId);
  const failed = report && (report.phase === 'full' || report.failures.length > 0);
  if (worksOn(id) && !failed) await asAct(() => saveProject({ id, comingExample: undefined }));
}

function worksOn(id: string): boolean {
  const { project, role } = useApp.getState();
  return project?.id === id && role === 'leads';
}

/** The id of the open project if nobody has changed anything in it yet. */
function untouched(state: AppState): string | undefined {
  const { project, classes, samples, imports, undoable, redoable, role, recording, saving } = state;
  const brought = imports.filter((each) => each.project.id === project?.id);
  const done = [brought, undoable, redoable, Object.keys(samples)].some((list) => list.length > 0);
  const named = [project, ...classes].some((row) => row?.name);
  const changed = Object.keys(project?.settings ?? {}).length > 0 || project?.secondTask;
  const busy = recording !== undefined || saving > 0;
  return role === 'leads' && !done && !named && !changed && !busy ? project?.id : undefined;
}

type Draw = (
  picture: { ofClass: number; thing: number; number: number },
  signal: AbortSignal | undefined,
) => Promise<Blob>;

/**
 * The pictures of an example that are not in its project, nor were deleted there. Takes one picture
 * of each class in turn, so that learning can begin before all of them are in. Pictures of one
 * thing belong to one recording.
 */
function missingFiles(
  example: ExampleId,
  { project, classes, samples, deleted }: ProjectContent,
  draw: Draw,
): IncomingFile[] {
  const { classes: classCount, pictures } = exampleOf(example);
  const { things, ofEach } = pictures ?? { things: 0, ofEach: 0 };
  const taken = [...samples, ...deleted.samples, ...deleted.withClasses];
  const known = new Set(taken.map(({ name }) => name));
  const groups = new Map(taken.map(({ name = '', group }) => [thingIn(name), group]));
  return Array.from({ length: things * classCount * ofEach }, (_, i): IncomingFile[] => {
    const number = i % ofEach;
    const ofClass = Math.floor(i / ofEach) % classCount;
    const thing = Math.floor(i / (ofEach * classCount));
    const name = `${example}-${ofClass + 1}-${thing + 1}-${number + 1}.png`;
    // A person may have renamed or deleted the class meanwhile.
    const folder = classes.find(({ shape }) => shape === ofClass)?.name;
    if (known.has(name) || folder === undefined) return [];
    const read: ArchiveFile['read'] = async (use, { signal } = {}) =>
      use(new File([await draw({ ofClass, thing, number }, signal)], name, { type: 'image/png' }));
    const label = secondLabelOf({ example, seed: SEED, ofClass, thing }) ?? -1;
    const secondLabel = project.secondTask?.labels[label]?.id;
    return [
      {
        folder,
        file: { name, path: name, folder, burst: thingIn(name), read },
        group: groups.get(thingIn(name)),
        ...(secondLabel !== undefined && { secondLabel }),
      },
    ];
  }).flat();
}

/** The part of a picture's name that all pictures of one thing share. */
const thingIn = (name: string) => name.slice(0, name.lastIndexOf('-'));
