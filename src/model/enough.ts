// How many pictures a figure needs before it is shown.

/** Fewer held-out answers are told as counts: a rate would seem to say more than they do. */
export const ENOUGH_FOR_A_RATE = 10;

/**
 * With fewer held-out answers we fit no temperature, because they say nothing about how sure a head
 * may be: a dozen right answers would make any head surer.
 */
export const ENOUGH_TO_CALIBRATE = 20;
