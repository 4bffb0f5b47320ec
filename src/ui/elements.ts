import type { ReactElement } from 'react';

/**
 * What may stand beside other elements. A bare text may not: a browser's translator replaces it,
 * and React then fails to find it.
 */
export type Elements = ReactElement | readonly Elements[] | false | null | undefined;
