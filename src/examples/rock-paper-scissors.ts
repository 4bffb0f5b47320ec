// Three hands before the camera: the person takes the pictures.
import type { Example } from './example';

export const rockPaperScissors: Example = { classes: 3 };
