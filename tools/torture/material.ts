// What the page is given: files on disk and films for the camera, with no two pictures alike.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picture, writeFilm } from '../../e2e/scenes';
import type { Chance } from './random';

export interface Material {
  /** Paths of files that were not given before. When all were, it starts again with the first. */
  files(count: number): string[];
  /** Makes a film like no other and returns its path. */
  film(name: string, chance: Chance): string;
}

const FRAMES = 40;
const WIDTH = 320;
const HEIGHT = 240;

/** @param count of different files */
export function material(folder: string, count: number): Material {
  mkdirSync(folder, { recursive: true });
  const paths = Array.from({ length: count }, (_, i) => {
    const path = join(folder, `picture-${i}.png`);
    // Sizes differ, so that pictures of one scene differ even where its pattern repeats.
    const scene = (['stripes', 'dots', 'checks'] as const)[i % 3] ?? 'dots';
    writeFileSync(path, picture(scene, i, 120 + (i % 61), 90 + (i % 53)));
    return path;
  });
  const pattern = join(folder, 'pattern.y4m');
  writeFilm(pattern, 'dots', FRAMES);
  const film = readFileSync(pattern);
  let given = 0;
  return {
    files: (wanted) => Array.from({ length: wanted }, () => paths[given++ % count] ?? ''),
    film(name, chance) {
      const path = join(folder, name);
      writeFileSync(path, marked(film, chance));
      return path;
    },
  };
}

/**
 * Marks each frame with a block of grey noise in its middle, which lies in the square that is kept.
 */
function marked(film: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(film);
  const frameBytes = 'FRAME\n'.length + (WIDTH * HEIGHT * 3) / 2;
  const header = copy.length - FRAMES * frameBytes;
  for (let frame = 0; frame < FRAMES; frame++) {
    const luma = header + frame * frameBytes + 'FRAME\n'.length;
    for (let y = 0; y < 48; y += 8) {
      for (let x = 0; x < 48; x += 8) {
        const grey = chance.whole(16, 235);
        for (let row = 0; row < 8; row++) {
          const at = luma + (96 + y + row) * WIDTH + 136 + x;
          copy.fill(grey, at, at + 8);
        }
      }
    }
  }
  return copy;
}
