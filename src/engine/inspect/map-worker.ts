// The map has a worker of its own, because the UMAP library computes for seconds without a pause
// and answers should not wait for it.
import '../../worker-link/own-server-only';
import * as Comlink from 'comlink';
import { placesOf } from './map';

export type MapWorkerApi = typeof placesOf;

Comlink.expose(placesOf);
