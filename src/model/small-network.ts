// The small network that learns from random weights: what the page needs to know before it is built.

/** Pixels a side that it takes. */
export const SMALL_SIDE = 96;

/** Channels of its convolutions, each of which halves the picture. */
export const SMALL_WIDTHS = [16, 32, 64, 128] as const;

/** What it costs for one picture, so that an epoch takes about as long as one of fine-tuning. */
export const SMALL_COST = { features: 128, parameters: 97_440, multiplyAdds: 9e6 } as const;
