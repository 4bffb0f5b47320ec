// Made-up sounds of one second as pictures: held, gliding and trembling tones of made-up
// instruments.
import type { Random } from '../model/random';
import type { Example } from './example';
import { drawSpectrogram, SAMPLE_RATE } from './spectrogram';

const GLIDING = 1;
const TREMBLING = 2;

export const sounds: Example = {
  classes: 3,
  pictures: {
    things: 16,
    ofEach: 2,
    draw: (canvas, ofClass, thing, picture) =>
      drawSpectrogram(canvas, tone(ofClass, thing, picture)),
  },
};

const between = (random: Random, low: number, high: number) =>
  low + (high - low) * random.uniform();

/**
 * Overtones and noise belong to the instrument, pitch and movement to the tone. So the instrument
 * does not reveal the class.
 */
function tone(ofClass: number, instrument: Random, played: Random): Float32Array {
  const overtones = Array.from(
    { length: 2 + instrument.below(6) },
    (_, i) => between(instrument, 0.3, 1) / (i + 1),
  );
  const noise = 10 ** between(instrument, -2.5, -1);
  const pitch = 160 * 2 ** between(played, 0, 1.5);
  const octaves = between(played, 0.08, 0.8) * (played.uniform() < 0.5 ? -1 : 1);
  const [turns, depth] = [between(played, 4, 8), between(played, 0.008, 0.06)];
  const start = between(played, 0.05, 0.25);
  const end = between(played, 0.75, 0.95);
  const sound = new Float32Array(SAMPLE_RATE);
  let phase = 0;
  for (let i = 0; i < sound.length; i++) {
    const at = i / SAMPLE_RATE;
    const moved =
      ofClass === GLIDING
        ? octaves * ((at - start) / (end - start) - 0.5)
        : ofClass === TREMBLING
          ? depth * Math.sin(2 * Math.PI * turns * at)
          : 0;
    phase += (2 * Math.PI * pitch * 2 ** moved) / SAMPLE_RATE;
    // The tone starts and ends softly.
    const loud = Math.max(0, Math.min(1, (at - start) / 0.03, (end - at) / 0.1));
    const wave = overtones.reduce((sum, height, k) => sum + height * Math.sin((k + 1) * phase), 0);
    sound[i] = loud * wave + noise * played.normal();
  }
  return sound;
}
