import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAwake } from './wake-lock';

const release = vi.fn(async () => {});
const request = vi.fn(async () => ({ release }));
let page: EventTarget & { hidden: boolean };

const show = (hidden: boolean) => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { wakeLock: { request } });
  request.mockClear();
  release.mockClear();
});

afterEach(() => vi.unstubAllGlobals());

it('keeps the screen on for as long as somebody needs it', async () => {
  const [one, other] = [keepAwake(), keepAwake()];
  expect(request).toHaveBeenCalledExactlyOnceWith('screen');
  one();
  await Promise.resolve();
  expect(release).not.toHaveBeenCalled();
  other();
  await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
  show(true);
  show(false);
  expect(request).toHaveBeenCalledOnce();
});

it('asks again when the page is visible again', () => {
  const end = keepAwake();
  show(true);
  show(false);
  expect(request).toHaveBeenCalledTimes(2);
  end();
});

it('does nothing where the browser cannot or will not', async () => {
  vi.spyOn(console, 'info').mockReturnValue(undefined);
  request.mockRejectedValueOnce(new DOMException('low battery', 'NotAllowedError'));
  keepAwake()();
  vi.stubGlobal('navigator', {});
  keepAwake()();
  await Promise.resolve();
  expect(release).not.toHaveBeenCalled();
});
