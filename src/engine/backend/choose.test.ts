import { describe, expect, it } from 'vitest';
import type { BackendName } from '../../model/backend';
import { chooseBackend, type Workbench } from './choose';
import { isSoftwareRenderer, type Renderer } from './renderer';

interface Machine {
  renderers?: Partial<Record<BackendName, Partial<Renderer>>>;
  ms?: Partial<Record<BackendName, number>>;
  faults?: Partial<Record<BackendName, string>>;
  broken?: BackendName[];
}

function workbench({ renderers = {}, ms = {}, faults = {}, broken = [] }: Machine) {
  let active: BackendName | undefined;
  const bench: Workbench & { active(): BackendName | undefined } = {
    inspectRenderer: async (name) => ({
      available: true,
      software: false,
      name: '',
      ...renderers[name],
    }),
    activate: async (name) => {
      if (broken.includes(name)) throw new Error('will not start');
      active = name;
      return name === 'wasm' ? 1 : undefined;
    },
    findFault: async () => active && faults[active],
    timeForward: async () => (active && ms[active]) ?? 10,
    active: () => active,
  };
  return bench;
}

const outcomes = (report: Awaited<ReturnType<typeof chooseBackend>>) =>
  Object.fromEntries(report.trials.map((trial) => [trial.name, trial.outcome]));

describe('chooseBackend', () => {
  it('takes a GPU that beats wasm', async () => {
    const bench = workbench({ ms: { webgpu: 1, wasm: 5 } });
    const report = await chooseBackend({}, bench);
    expect(report.name).toBe('webgpu');
    expect(bench.active()).toBe('webgpu');
    expect(outcomes(report)).toMatchObject({ webgpu: 'used', wasm: 'standby', cpu: 'not-asked' });
  });

  it('takes wasm where the clock says so', async () => {
    const bench = workbench({ ms: { webgpu: 9, wasm: 5 } });
    const report = await chooseBackend({}, bench);
    expect(report.name).toBe('wasm');
    expect(bench.active()).toBe('wasm');
    expect(outcomes(report)).toMatchObject({ webgpu: 'slower', wasm: 'used' });
  });

  it('puts renderers in software behind wasm, before plain JavaScript', async () => {
    const renderers = {
      webgpu: { available: false },
      webgl: { software: true, name: 'SwiftShader' },
    };
    const report = await chooseBackend({}, workbench({ renderers }));
    expect(report.name).toBe('wasm');
    expect(outcomes(report)).toMatchObject({ webgpu: 'unavailable', webgl: 'software' });
    const withoutWasm = await chooseBackend({}, workbench({ renderers, broken: ['wasm'] }));
    expect(withoutWasm.name).toBe('webgl');
  });

  it('passes over a backend that computes wrong', async () => {
    const report = await chooseBackend(
      {},
      workbench({ ms: { webgl: 1 }, faults: { webgpu: 'gradient off by 1' } }),
    );
    expect(report.name).toBe('webgl');
    expect(report.trials[0]).toEqual({
      name: 'webgpu',
      outcome: 'wrong',
      detail: 'gradient off by 1',
    });
  });

  it('obeys a forced backend, even a slow one, and falls back where it fails', async () => {
    const forced = await chooseBackend({ backend: 'cpu' }, workbench({}));
    expect(forced).toMatchObject({ name: 'cpu', forced: true });
    const fallen = await chooseBackend(
      { backend: 'webgpu' },
      workbench({ renderers: { webgpu: { available: false } }, ms: { webgl: 50, wasm: 5 } }),
    );
    expect(fallen).toMatchObject({ name: 'wasm', forced: false });
  });

  it('leaves out what crashed before', async () => {
    const report = await chooseBackend({ exclude: ['webgpu', 'webgl'] }, workbench({}));
    expect(report.name).toBe('wasm');
  });

  it('says why when nothing works', async () => {
    const bench = workbench({ broken: ['webgpu', 'webgl', 'wasm', 'cpu'] });
    await expect(chooseBackend({}, bench)).rejects.toMatchObject({
      kind: 'no-backend',
      message: expect.stringContaining('wasm: will not start'),
    });
  });
});

it('recognises renderers in software', () => {
  for (const name of [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'Microsoft Basic Render Driver',
  ]) {
    expect(isSoftwareRenderer(name)).toBe(true);
  }
  expect(isSoftwareRenderer('ANGLE (Intel, Mesa Intel(R) UHD Graphics 620)')).toBe(false);
  expect(isSoftwareRenderer('Apple M2')).toBe(false);
});
