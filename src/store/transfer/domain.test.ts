import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { DomainReport } from '../../model/domain';
import { asEngine, fakeEngine, KEY, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import { domainFingerprintOf, useDomain } from './domain';

const initial = useApp.getState();
const state = () => useApp.getState();
const meter = () => useDomain.getState();
const outdated = (tests: boolean) =>
  meter().measured?.fingerprint !== domainFingerprintOf(state(), tests ? 'tests' : 'files');

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  const engine = {
    ...fakeEngine().engine,
    domainDistance: async () => ({ auc: 0.5 }) as DomainReport,
  };
  provideServices({ engine: asEngine(engine), pictures });
  await state().openProject();
  useApp.setState({
    live: false,
    engine: { phase: 'ready', restarts: 0, backbone: { key: KEY } } as never,
  });
  for (const { id } of state().classes) await state().importFiles(many(id, 6), id);
  useDomain.setState(useDomain.getInitialState(), true);
});

const some = (count: number) =>
  Object.values(state().samples)
    .filter(({ test }) => !test)
    .slice(0, count)
    .map(({ id }) => id);

const aTest = () => Object.values(state().samples).find(({ test }) => test)?.id ?? '';

it('is outdated of files by what is learned from or the backbone, not by a test picture', async () => {
  await state().setAside(some(5), true);
  await meter().compareFiles(many('other', 5).map(({ file }) => file));
  expect(meter().measured).toMatchObject({ auc: 0.5 });
  await state().deleteSamples([aTest()]);
  expect(outdated(false)).toBe(false);
  await state().deleteSamples(some(1));
  expect(outdated(false)).toBe(true);
  await state().undo();
  expect(outdated(false)).toBe(false);
  useApp.setState({ engine: { ...state().engine, backbone: { key: 'other@1/224' } } as never });
  expect(outdated(false)).toBe(true);
});

it('is outdated of test pictures by another one of them, until it is measured again', async () => {
  await state().setAside(some(5), true);
  await meter().compareTests();
  expect(outdated(true)).toBe(false);
  await state().deleteSamples([aTest()]);
  expect(outdated(true)).toBe(true);
  await meter().compareTests();
  expect(outdated(true)).toBe(false);
});
