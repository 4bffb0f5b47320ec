import type { ChannelMaps } from '../../model/prediction';

/**
 * The channels whose answers differ most over the picture: a channel that is nearly the same
 * everywhere shows nothing. Each is stretched from black to white.
 *
 * @param values a stage's output [side, side, channels]
 */
export function channelMapsOf(
  values: Float32Array,
  side: number,
  channels: number,
  count: number,
): Pick<ChannelMaps, 'shown' | 'maps'> {
  const places = side * side;
  const spread = Array.from({ length: channels }, (_, channel) => {
    let [sum, squares] = [0, 0];
    for (let place = 0; place < places; place++) {
      const value = values[place * channels + channel] ?? 0;
      sum += value;
      squares += value * value;
    }
    return { channel, variance: squares / places - (sum / places) ** 2 };
  });
  const shown = spread
    .sort((a, b) => b.variance - a.variance || a.channel - b.channel)
    .slice(0, count)
    .map(({ channel }) => channel);
  const maps = new Uint8ClampedArray(shown.length * places);
  shown.forEach((channel, k) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let place = 0; place < places; place++) {
      const value = values[place * channels + channel] ?? 0;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    for (let place = 0; place < places; place++) {
      const value = values[place * channels + channel] ?? 0;
      maps[k * places + place] = most > least ? ((value - least) / (most - least)) * 255 : 0;
    }
  });
  return { shown, maps };
}
