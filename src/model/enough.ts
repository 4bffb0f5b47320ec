// How many pictures a figure needs before it is shown.

/** Fewer held-out answers are told as counts: a rate would seem to say more than they do. */
export const ENOUGH_FOR_A_RATE = 10;

/**
 * Fewer held-out answers fit no temperature and say nothing of how sure a head may be: a dozen that are all right would
 * make any head surer.
 */
export const ENOUGH_TO_CALIBRATE = 20;
