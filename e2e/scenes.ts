// Pictures and camera films made by code. A person can tell the scenes apart at a glance. Each
// picture differs a little, so no test needs a file from outside.
import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';

export type Scene = 'stripes' | 'dots' | 'checks' | 'black';

type Colour = readonly [number, number, number];
const PALETTE: Record<Scene, readonly [Colour, Colour]> = {
  stripes: [
    [196, 52, 48],
    [246, 226, 200],
  ],
  dots: [
    [38, 92, 190],
    [222, 232, 246],
  ],
  checks: [
    [30, 130, 70],
    [236, 240, 170],
  ],
  black: [
    [0, 0, 0],
    [0, 0, 0],
  ],
};

/**
 * The colour of a scene at a point. `shift` moves and scales the scene, so that no two pictures are
 * the same.
 */
function colourAt(scene: Scene, x: number, y: number, shift: number): Colour {
  const [front, back] = PALETTE[scene];
  const size = 18 + (shift % 7);
  const u = x + shift * 3;
  const v = y + shift * 5;
  switch (scene) {
    case 'stripes':
      return Math.floor((u + v) / size) % 2 === 0 ? front : back;
    case 'dots': {
      const dx = (u % (2 * size)) - size;
      const dy = (v % (2 * size)) - size;
      return dx * dx + dy * dy < (size * 0.6) ** 2 ? front : back;
    }
    case 'checks':
    case 'black':
      return (Math.floor(u / size) + Math.floor(v / size)) % 2 === 0 ? front : back;
  }
}

/** A PNG of a scene, the `shift`th of its kind. */
export function picture(scene: Scene, shift: number, width = 160, height = 120): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      png.data.set([...colourAt(scene, x, y, shift), 255], (y * width + x) * 4);
    }
  }
  return PNG.sync.write(png);
}

/** Files for an `<input type=file>`: `count` pictures of a scene. */
export function pictures(scene: Scene, count: number, from = 0) {
  return Array.from({ length: count }, (_, i) => ({
    name: `${scene}-${from + i}.png`,
    mimeType: 'image/png',
    buffer: picture(scene, from + i),
  }));
}

/**
 * Writes a film for Chromium's fake camera: uncompressed YUV 4:2:0, 320 × 240, ten frames per
 * second.
 */
export function writeFilm(file: string, scene: Scene, frames = 20): void {
  const [width, height] = [320, 240];
  const chunks = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame++) {
    const luma = Buffer.alloc(width * height);
    const blue = Buffer.alloc((width * height) / 4);
    const red = Buffer.alloc((width * height) / 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [r, g, b] = colourAt(scene, x, y, frame);
        luma[y * width + x] = 0.299 * r + 0.587 * g + 0.114 * b;
        if (x % 2 === 0 && y % 2 === 0) {
          const at = (y / 2) * (width / 2) + x / 2;
          blue[at] = 128 - 0.169 * r - 0.331 * g + 0.5 * b;
          red[at] = 128 + 0.5 * r - 0.419 * g - 0.081 * b;
        }
      }
    }
    chunks.push(Buffer.from('FRAME\n'), luma, blue, red);
  }
  writeFileSync(file, Buffer.concat(chunks));
}

/** Files of noise, which no encoder can make small. They are the same in every run. */
export function noise(count: number, size = 208) {
  let seed = 1;
  const next = () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed >>> 24;
  };
  return Array.from({ length: count }, (_, i) => {
    const png = new PNG({ width: size, height: size });
    for (let at = 0; at < png.data.length; at++) png.data[at] = at % 4 === 3 ? 255 : next();
    return { name: `noise-${i}.png`, mimeType: 'image/png', buffer: PNG.sync.write(png) };
  });
}
