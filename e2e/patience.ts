/** Milliseconds for what is awaited to come: many times what it takes, whatever else the machine does. */
export const PATIENCE = 120_000;
