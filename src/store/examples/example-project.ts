// Opens an example as a project of its own. Its pictures come in like any others: they are saved,
// and undone as one act.
import { createArtist } from '../../examples/client';
import { type ExampleId, exampleOf } from '../../examples/examples';
import { secondLabelOf } from '../../examples/things';
import { newId } from '../../model/new-id';
import { whileUnclaimed } from '../../runtime/tabs';
import { applyChanges, type Change } from '../../storage/changes';
import { addArriving, arrived, removeIfEmpty } from '../../storage/projects';
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
  if (opened === undefined || useApp.getState().project?.id !== opened) return;
  const artist = createArtist();
  try {
    const draw: Draw = (picture, signal) =>
      artist.draw({ example, seed: SEED, ...picture }, signal);
    const labelOf = (ofClass: number, thing: number) =>
      labels[secondLabelOf({ example, seed: SEED, ofClass, thing }) ?? -1]?.id;
    const files = filesOf(example, classes, draw, labelOf);
    if (files.length > 0) await useApp.getState().importFiles(files);
  } finally {
    artist.end();
  }
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
 * Takes one picture of each class in turn, so that learning can begin before all of them are in.
 * Pictures of one thing belong to one recording.
 */
function filesOf(
  example: ExampleId,
  classes: readonly string[],
  draw: Draw,
  labelOf: (ofClass: number, thing: number) => string | undefined,
): IncomingFile[] {
  const { things, ofEach } = exampleOf(example).pictures ?? { things: 0, ofEach: 0 };
  return Array.from({ length: things * classes.length * ofEach }, (_, i): IncomingFile => {
    const number = i % ofEach;
    const ofClass = Math.floor(i / ofEach) % classes.length;
    const thing = Math.floor(i / (ofEach * classes.length));
    const name = `${example}-${ofClass + 1}-${thing + 1}-${number + 1}.png`;
    const open = async (signal?: AbortSignal) =>
      new File([await draw({ ofClass, thing, number }, signal)], name, { type: 'image/png' });
    const folder = classes[ofClass] ?? '';
    const secondLabel = labelOf(ofClass, thing);
    return {
      folder,
      file: { name, path: name, folder, burst: `${ofClass}/${thing}`, open },
      ...(secondLabel !== undefined && { secondLabel }),
    };
  });
}
