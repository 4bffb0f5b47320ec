/**
 * Milliseconds to wait for something. This is many times what it takes, whatever else the machine
 * does.
 */
export const PATIENCE = 300_000;
