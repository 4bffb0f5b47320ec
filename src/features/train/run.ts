import type { AppState } from '../../store/app-store';

/** The last training and all that is shown of it. */
export type StoredRun = NonNullable<AppState['learned']>;
