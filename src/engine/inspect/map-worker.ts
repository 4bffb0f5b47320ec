// The map's own worker: the UMAP library computes for seconds without a breath, and answers are not to wait for it.
import * as Comlink from 'comlink';
import { placesOf } from './map';

export type MapWorkerApi = typeof placesOf;

Comlink.expose(placesOf);
