import { afterEach, expect, test, vi } from 'vitest';
import { database } from './database';
import { readSpace } from './space';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a browser that never answers how much space there is counts as not knowing', async () => {
  vi.useFakeTimers();
  vi.spyOn(database, 'isOpen').mockReturnValue(true);
  vi.stubGlobal('navigator', { storage: { estimate: () => new Promise(() => undefined) } });
  const answer = vi.fn();
  readSpace().then(answer, answer);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answer).toHaveBeenCalledWith(expect.objectContaining({ usage: undefined }));
});
