import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AskingPage, type SentAnswer, sendAnswer, whenAsked } from './answer-stream';

const answer: SentAnswer = {
  kind: 'answer',
  version: 1,
  project: 'Hands',
  name: 'Rock',
  number: 1,
  share: 0.9,
  at: 5,
};

const page = new EventTarget();
const other = () => ({ postMessage: vi.fn() });
const [opener, stranger] = [other(), other()];
const asks = { kind: 'apprentice-listen', version: 1 };

/** Acts as if another window had posted the message. */
const hears = (source: unknown, origin: string, data: unknown) =>
  page.dispatchEvent(Object.assign(new Event('message'), { source, origin, data }));

beforeEach(() => {
  const window = { opener, parent: undefined as unknown };
  window.parent = window;
  vi.stubGlobal('window', window);
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    vi.stubGlobal(name, page[name].bind(page));
  }
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

describe('a page that opened this one', () => {
  it('is told that it may ask, and has what it asked for at its origin alone', () => {
    const asked: AskingPage[] = [];
    const stop = whenAsked((each) => asked.push(each));
    expect(opener.postMessage.mock.calls).toEqual([
      [{ kind: 'apprentice-ready', version: 1 }, '*'],
    ]);
    hears(opener, 'https://school.example', asks);
    expect(asked.map(({ origin }) => origin)).toEqual(['https://school.example']);
    asked[0]?.send(answer);
    expect(opener.postMessage).toHaveBeenLastCalledWith(answer, 'https://school.example');
    stop();
    hears(opener, 'https://school.example', asks);
    expect(asked).toHaveLength(1);
  });

  it('is not heard where it asks for something else or has no origin, nor is any other page', () => {
    const onAsked = vi.fn();
    whenAsked(onAsked);
    hears(opener, 'https://school.example', { kind: 'apprentice-listen', version: 2 });
    hears(opener, 'https://school.example', 'apprentice-listen');
    hears(opener, 'null', asks);
    hears(stranger, 'https://school.example', asks);
    expect(onAsked).not.toHaveBeenCalled();
    expect(stranger.postMessage).not.toHaveBeenCalled();
  });
});

it('a page of nobody tells nobody, and does not hear itself', () => {
  const alone: { opener: null; parent?: unknown } = { opener: null };
  alone.parent = alone;
  vi.stubGlobal('window', alone);
  const onAsked = vi.fn();
  whenAsked(onAsked);
  hears(alone, 'https://here.example', asks);
  expect(onAsked).not.toHaveBeenCalled();
});

it('an answer is an event on this page too', () => {
  const heard: unknown[] = [];
  page.addEventListener('apprentice-answer', (event) => heard.push((event as CustomEvent).detail));
  sendAnswer(answer);
  expect(heard).toEqual([answer]);
});
