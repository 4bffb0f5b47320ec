import type { TFunction } from 'i18next';
import type { Classifier } from '../model/classifier';

/** A file that a classifier can be taken away as. Its texts are those under `save.NAME`. */
export interface Product {
  /** What its file's name ends with. */
  ending: string;
  /** Loads its writer when it is asked for. @throws {NotLoaded} where a file beside the app cannot be had */
  write(t: TFunction<'takeAway'>, language: string, classifier: Classifier): Promise<Blob>;
}
