// The page's side of both workers, in one file that is loaded after the first paint.
export { Engine } from '../engine/boundary/client';
export { createPictures } from '../pictures/client';
