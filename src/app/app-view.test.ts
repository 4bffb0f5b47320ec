import { describe, expect, it } from 'vitest';
import { engineView, trialsInOrder } from './engine-view';
import { historyKey } from './history-keys';
import { keepingOf } from './keeping';
import { savedView } from './saved-view';
import { backendFrom } from './start';
import { viewOf } from './use-view';

describe('the address', () => {
  it('may ask for a backend', () => {
    expect(backendFrom('?backend=webgl')).toBe('webgl');
    expect(backendFrom('?backend=abacus')).toBeUndefined();
    expect(backendFrom('')).toBeUndefined();
  });
});

describe('the view in the address', () => {
  it('is the workspace where none is named, and unknown where a place in the page is', () => {
    expect(viewOf('')).toBe('workspace');
    expect(viewOf('#transfer')).toBe('transfer');
    expect(viewOf('#main')).toBeUndefined();
  });
});

describe('keys', () => {
  const keys = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

  it.each([
    [{ key: 'z', ctrlKey: true }, 'undo'],
    [{ key: 'z', metaKey: true }, 'undo'],
    [{ key: 'Z', metaKey: true, shiftKey: true }, 'redo'],
    [{ key: 'y', ctrlKey: true }, 'redo'],
    [{ key: 'y', metaKey: true }, undefined],
    [{ key: 'z' }, undefined],
    [{ key: 'z', ctrlKey: true, altKey: true }, undefined],
  ])('%o mean %s', (pressed, meaning) => {
    expect(historyKey({ ...keys, ...pressed })).toBe(meaning);
  });
});

describe('the disk', () => {
  const state: Parameters<typeof savedView>[0] = {
    saving: 0,
    imports: [],
    savedAt: undefined,
    saveError: undefined,
    diskProblem: undefined,
    space: { usage: undefined, quota: undefined, persisted: false, twice: false },
  };

  it('says the worst first', () => {
    expect(savedView(state)).toEqual({ kind: 'idle' });
    expect(savedView({ ...state, savedAt: 5 })).toEqual({ kind: 'saved', at: 5 });
    expect(savedView({ ...state, savedAt: 5, saving: 12 })).toEqual({ kind: 'saving', count: 12 });
    const reading = { phase: 'reading', total: 100, done: 62 } as never;
    expect(savedView({ ...state, savedAt: 5, saving: 1, imports: [reading] })).toEqual({
      kind: 'saving',
      count: 39,
    });
    expect(savedView({ ...state, saving: 12, saveError: 'quota' })).toEqual({
      kind: 'problem',
      problem: 'quota',
    });
  });

  it('says that what is in memory goes with the tab, unless there is worse', () => {
    const memory: typeof state = {
      ...state,
      savedAt: 5,
      diskProblem: 'unavailable',
    };
    expect(savedView(memory)).toEqual({ kind: 'memory', why: 'unavailable' });
    expect(savedView({ ...memory, saveError: 'failed' })).toMatchObject({ problem: 'failed' });
  });

  it('says before it is full how little room is left', () => {
    const space = { usage: 1_960e6, quota: 2_000e6, persisted: false, twice: false };
    expect(savedView({ ...state, space, savedAt: 5 })).toEqual({ kind: 'short', left: 40e6 });
    const roomy = { ...space, usage: 12e6 };
    expect(savedView({ ...state, space: roomy, savedAt: 5 })).toEqual({ kind: 'saved', at: 5 });
    expect(savedView({ ...state, space, saveError: 'quota' })).toMatchObject({ kind: 'problem' });
  });
});

describe('how long it is kept', () => {
  it.each([
    ['Google Inc.', true, false, 'persisted'],
    ['Google Inc.', false, true, 'until-full'],
    ['', false, false, 'until-full'],
    ['Apple Computer, Inc.', true, false, 'seven-days'],
    ['Apple Computer, Inc.', true, true, 'persisted'],
  ])('%s, persisted: %s, installed: %s', (vendor, persisted, installed, keeping) => {
    expect(keepingOf(persisted, { vendor, installed })).toBe(keeping);
  });
});

describe('the engine', () => {
  const backbone = { msPerPicture: 27 } as never;

  it('gets ready by the bytes that arrive', () => {
    expect(engineView({ phase: 'starting', restarts: 0 })).toEqual({ kind: 'preparing' });
    const loaded = { bytes: 1, total: 4 };
    expect(engineView({ phase: 'loading', restarts: 0, loaded })).toEqual({
      kind: 'preparing',
      share: 0.25,
    });
  });

  it('is a second choice where another was measured to be faster', () => {
    const ready = (msOther: number) =>
      engineView({
        phase: 'ready',
        restarts: 0,
        backbone,
        backend: {
          name: 'wasm',
          forced: true,
          trials: [
            { name: 'wasm', outcome: 'used', msForward: 3 },
            { name: 'webgl', outcome: 'standby', msForward: msOther },
          ],
        },
      });
    expect(ready(1)).toMatchObject({ kind: 'ready', backend: 'wasm', second: true });
    expect(ready(30)).toMatchObject({ msPerPicture: 27, second: false });
  });

  it('lists trials by preference', () => {
    const report: Parameters<typeof trialsInOrder>[0] = {
      name: 'wasm',
      forced: false,
      trials: [
        { name: 'wasm', outcome: 'used' },
        { name: 'webgpu', outcome: 'unavailable' },
      ],
    };
    expect(trialsInOrder(report).map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
  });
});
