// Answers for other pages; docs/predictions.md is its description.

const ANSWER_CHANNEL = 'apprentice-answers';
const ANSWER_EVENT = 'apprentice-answer';

export interface SentAnswer {
  kind: 'answer';
  version: 1;
  /** Name of the project, and of the class; its number among the classes, from 1. */
  project: string;
  name: string;
  number: number;
  /** How sure it is, 0 to 1. */
  share: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** Says it to pages of the same origin, and to whatever listens in this one; nothing leaves the machine. */
export function sendAnswer(answer: SentAnswer): void {
  const channel = new BroadcastChannel(ANSWER_CHANNEL);
  channel.postMessage(answer);
  channel.close();
  globalThis.dispatchEvent(new CustomEvent(ANSWER_EVENT, { detail: answer }));
}

/** A page that opened or embeds this one, and has asked for the answers. */
export interface AskingPage {
  /** Where it is from. */
  origin: string;
  send(answer: SentAnswer): void;
}

/**
 * Says to the pages that opened or embed this one that it is ready, and nothing else; calls back when one of them asks.
 * What is sent to it goes to its origin alone. Returns how to stop listening.
 */
export function whenAsked(onAsked: (page: AskingPage) => void): () => void {
  const near = new Set<Window>([window.parent, window.opener ?? window]);
  near.delete(window);
  const hear = ({ source, origin, data }: MessageEvent) => {
    const page = [...near].find((each) => each === source);
    // A page without an origin, as a file, could not be told from any other.
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
