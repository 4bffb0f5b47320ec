// Which answers are passed on: not each frame's, but one that has held for a while.

/** What an answer says now; `undefined` where there is none, or it is "I don't know". */
interface Answered {
  classId: string;
  /** 0 to 1. */
  share: number;
}

/** So sure it has to be, for so long; and so long nothing else is passed on then. */
const LEAST_SHARE = 0.7;
const HOLDS_MS = 600;
const RESTS_MS = 1500;

/**
 * Takes each answer as it comes, with its time in milliseconds. True once an answer has held: for the same class
 * again only after something else, or nothing, was seen between.
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
