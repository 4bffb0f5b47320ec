// Answers for other pages, as described in docs/predictions.md.

const ANSWER_CHANNEL = 'apprentice-answers';
const ANSWER_EVENT = 'apprentice-answer';

export interface SentAnswer {
  kind: 'answer';
  version: 1;
  /** The names of the project and the class, and the class's number, from 1. */
  project: string;
  name: string;
  number: number;
  /** How sure it is, from 0 to 1. */
  share: number;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * Sends the answer to pages of the same origin and to any listener in this page. Nothing leaves the
 * machine.
 */
export function sendAnswer(answer: SentAnswer): void {
  const channel = new BroadcastChannel(ANSWER_CHANNEL);
  channel.postMessage(answer);
  channel.close();
  globalThis.dispatchEvent(new CustomEvent(ANSWER_EVENT, { detail: answer }));
}

/** A page that opened or embeds this one and has asked for the answers. */
export interface AskingPage {
  /** The page's origin. */
  origin: string;
  send(answer: SentAnswer): void;
}

/**
 * Tells the pages that opened or embed this one that it is ready, and nothing else. Calls back when
 * one of them asks. What is sent to that page goes to its origin alone. Returns a function that
 * stops listening.
 */
export function whenAsked(onAsked: (page: AskingPage) => void): () => void {
  const near = new Set<Window>([window.parent, window.opener ?? window]);
  near.delete(window);
  const hear = ({ source, origin, data }: MessageEvent) => {
    const page = [...near].find((each) => each === source);
    // A page without an origin, such as a file, cannot be told from any other.
    if (!page || origin === 'null' || !isAsking(data)) return;
    onAsked({ origin, send: (answer) => page.postMessage(answer, origin) });
  };
  addEventListener('message', hear);
  for (const page of near) page.postMessage({ kind: 'apprentice-ready', version: 1 }, '*');
  return () => removeEventListener('message', hear);
}

function isAsking(data: unknown): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    data.kind === 'apprentice-listen' &&
    'version' in data &&
    data.version === 1
  );
}
