// Answers for other pages of the same origin; docs/predictions.md is its description.

const ANSWER_CHANNEL = 'apprentice-answers';

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

/** Says it to whoever listens in this browser; nothing leaves the machine. */
export function sendAnswer(answer: SentAnswer): void {
  const channel = new BroadcastChannel(ANSWER_CHANNEL);
  channel.postMessage(answer);
  channel.close();
}
