// The ten shapes of the classes as SVG paths on a grid of 12 by 12, for marks and for canvases.
export const MARK_SHAPES = [
  'M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  'M2 1h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1z',
  'M6 .6 11.8 11H.2z',
  'M6 0l6 6-6 6-6-6z',
  'M4 .5h4V4h3.5v4H8v3.5H4V8H.5V4H4z',
  'M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm0 3a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  'M6 11.4.2 1h11.6z',
  'M3 .8h6L12 6l-3 5.2H3L0 6z',
  'M2.5 0 6 3.5 9.5 0 12 2.5 8.5 6 12 9.5 9.5 12 6 8.5 2.5 12 0 9.5 3.5 6 0 2.5z',
  'M6 0l1.7 4.1 4.3.4-3.3 2.8 1 4.4L6 9.4l-3.7 2.3 1-4.4L0 4.5l4.3-.4z',
];

/** Where a shape is widest, which is where the number is centred. */
export const MARK_MIDDLES: Readonly<Record<number, number>> = { 2: 7.6, 6: 4.6 };
