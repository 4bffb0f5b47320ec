// Which answers are passed on. Not the answer of every frame, but one that has held for a while.

/** The current answer. `undefined` if there is none, or if it is "I don't know". */
interface Answered {
  classId: string;
  /** From 0 to 1. */
  share: number;
}

/**
 * An answer must be at least this sure for this long. Nothing else is passed on within that time.
 */
const LEAST_SHARE = 0.7;
const HOLDS_MS = 600;
const RESTS_MS = 1500;

/**
 * Takes each answer as it comes, with its time in milliseconds. True once an answer has held. The
 * same class counts again only after something else, or nothing, was seen in between.
 */
export function createSteadyAnswer(): (now: number, answer: Answered | undefined) => boolean {
  let held: string | undefined;
  let since = 0;
  let passedOn: string | undefined;
  let restsUntil = Number.NEGATIVE_INFINITY;
  return (now, answer) => {
    const classId = answer && answer.share >= LEAST_SHARE ? answer.classId : undefined;
    if (classId !== held) {
      held = classId;
      since = now;
    }
    if (now - since < HOLDS_MS) return false;
    if (classId === undefined) passedOn = undefined;
    if (classId === undefined || classId === passedOn || now < restsUntil) return false;
    passedOn = classId;
    restsUntil = now + RESTS_MS;
    return true;
  };
}
