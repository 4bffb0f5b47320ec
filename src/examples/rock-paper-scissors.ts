// Three hands in front of the camera. The person takes the pictures.
import type { Example } from './example';

export const rockPaperScissors: Example = { classes: 3 };
