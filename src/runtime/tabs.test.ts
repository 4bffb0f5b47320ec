import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimedProjects, claimProject, hear, isFollowed, tell, whileUnclaimed } from './tabs';

afterEach(() => vi.unstubAllGlobals());

const refused = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));

describe.each([
  ['without locks', undefined],
  ['where the browser refuses every lock', { request: refused, query: refused }],
])('%s', (_, locks) => {
  beforeEach(() => vi.stubGlobal('navigator', { locks }));

  it('every tab leads', async () => {
    const onRole = vi.fn();
    const claim = await claimProject('p', onRole);
    expect(onRole.mock.calls).toEqual([['leads']]);
    claim.takeOver();
    claim.release();
    expect(onRole).toHaveBeenCalledOnce();
  });

  it('nobody is known to work on a project, and somebody may follow', async () => {
    expect(await claimedProjects()).toEqual(new Set());
    expect(await isFollowed('p')).toBe(true);
    const work = vi.fn(async () => {});
    expect(await whileUnclaimed('p', work)).toBe(true);
    expect(work).toHaveBeenCalledOnce();
  });
});

it('a tab that may not hear from others goes on alone', () => {
  const denied = class {
    constructor() {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }
  };
  vi.stubGlobal('BroadcastChannel', denied);
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  expect(() => hear(() => {})).not.toThrow();
  expect(() => tell({ kind: 'cleared' })).not.toThrow();
  expect(warn).toHaveBeenCalledOnce();
});
