// The small network that learns from random weights: what the page knows about it before it is
// built.

/** The side of its input in pixels. */
export const SMALL_SIDE = 96;

/** The channels of its convolutions. Each convolution halves the picture. */
export const SMALL_WIDTHS = [16, 32, 64, 128] as const;

/**
 * What it costs for one picture. The size is chosen so that an epoch takes about as long as one of
 * fine-tuning.
 */
export const SMALL_COST = { features: 128, parameters: 97_440, multiplyAdds: 9e6 } as const;
