// The settings of Teachable Machine's app:
// https://github.com/googlecreativelab/teachablemachine-community

export const RECIPE = { denseUnits: 100, epochs: 50, batchSize: 16, learningRate: 1e-3 };

/** The share of each class that it holds out, rounded up. */
export const HELD_OUT = 0.15;

/** The layer after which its backbone is cut. */
export const CUT = 'out_relu';
