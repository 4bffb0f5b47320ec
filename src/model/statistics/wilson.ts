export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's score interval for `right` out of `total` as a share, 0 to 1 (Wilson 1927; Newcombe
 * 1998, method 3). `z` is the normal quantile: 1.96 for 95 %. If `total` is 0, it is the whole of
 * [0, 1].
 */
export function wilson(right: number, total: number, z = 1.96): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const share = right / total;
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const centre = share + (z * z) / (2 * total);
  const scale = 1 + (z * z) / total;
  return {
    low: right === 0 ? 0 : (centre - spread) / scale,
    high: right === total ? 1 : (centre + spread) / scale,
  };
}
