import { create } from 'zustand';

/**
 * Whether the dialog for a person's own models is open. Several places open it, and it is loaded
 * then.
 */
export const useOwnDialog = create<{ open: boolean }>()(() => ({ open: false }));
