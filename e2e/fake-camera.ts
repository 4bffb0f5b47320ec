// A camera that shows films made by code.
import { copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LaunchOptions } from '@playwright/test';
import { browserOptions } from './browser';
import { type Scene, writeFilm } from './scenes';

export interface FakeCamera {
  /** For `test.use`: a browser that has this camera and may use it. */
  launchOptions: LaunchOptions;
  /** Turns to another of its scenes. Chromium reads the film when the camera is turned on. */
  turnTo(scene: Scene): void;
}

/**
 * A camera in front of these scenes, which starts with the first. `name` keeps its film apart from
 * those of other specs.
 */
export function fakeCamera(name: string, scenes: readonly [Scene, ...Scene[]]): FakeCamera {
  const film = join(tmpdir(), `apprentice-${name}-${process.pid}.y4m`);
  for (const scene of scenes) writeFilm(`${film}-${scene}`, scene);
  const turnTo = (scene: Scene) => copyFileSync(`${film}-${scene}`, film);
  turnTo(scenes[0]);
  const { args = [], ...base } = browserOptions();
  return {
    launchOptions: {
      ...base,
      args: [
        ...args,
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    },
    turnTo,
  };
}
