/** The worker's first message: from then on it holds the lock that bears its name. */
export const ALIVE = 'alive';
