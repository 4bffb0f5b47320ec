/**
 * The worker's first message: its code runs. From then on it holds the lock that bears its name,
 * where there are locks.
 */
export const ALIVE = 'alive';
