// The two workers that the store's actions use. Each page has one of each.
import type { EngineClient } from '../engine/boundary/client';
import type { Pictures } from '../pictures/client';

export interface Services {
  engine: EngineClient;
  pictures: Pictures;
}

let provided: Services | undefined;

export function provideServices(services: Services): void {
  provided = services;
}

export function services(): Services {
  if (!provided) throw new Error('an action ran before the app was opened');
  return provided;
}
