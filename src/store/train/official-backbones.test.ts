import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  DownloadError,
  downloadOfficial,
  OFFICIAL_MODELS,
  officialModels,
} from './official-backbones';

const [small] = officialModels;
const modelJson = (...paths: string[]) => JSON.stringify({ weightsManifest: [{ paths }] });

/** Answers with the given files and with 404 for anything else. Returns the requests it gets. */
function serve(files: Record<string, string>) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    init?.signal?.throwIfAborted();
    asked.push({ url, init });
    const text = files[url.replace(`${OFFICIAL_MODELS}${small.folder}/`, '')];
    return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
  });
  return asked;
}

const never = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

describe('a model as Google publishes it', () => {
  test('comes with each file that its model.json names, without anything that tells who asks', async () => {
    const asked = serve({ 'model.json': modelJson('a', 'b'), a: 'first', b: 'second' });
    const parts = await downloadOfficial(small, never);
    expect(parts.map(({ path }) => path)).toEqual(['model.json', 'a', 'b']);
    expect(await parts[2]?.content.text()).toBe('second');
    for (const { url, init } of asked) {
      expect(url).toMatch(/^https:\/\/storage\.googleapis\.com\/tfjs-models\/tfjs\//);
      expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    }
  });

  test.each([
    ['a file is not there', { 'model.json': modelJson('a') }],
    ['nothing is there', {}],
    ['its model.json is something else', { 'model.json': '<!doctype html>' }],
  ])('is told not to come where %s', async (_, files) => {
    serve(files);
    await expect(downloadOfficial(small, never)).rejects.toThrow(DownloadError);
  });

  test.each(['https://example.org/a', '//example.org/a', '../../other/a', '/a'])(
    'brings nothing from %s',
    async (path) => {
      const asked = serve({ 'model.json': modelJson(path) });
      await expect(downloadOfficial(small, never)).rejects.toThrow(/elsewhere/);
      expect(asked).toHaveLength(1);
    },
  );

  test('is told not to come where there is no network', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(downloadOfficial(small, never)).rejects.toThrow(DownloadError);
  });

  test('stops when it is no longer wanted', async () => {
    serve({ 'model.json': modelJson() });
    const aborted = AbortSignal.abort();
    await expect(downloadOfficial(small, aborted)).rejects.toBe(aborted.reason);
  });
});
