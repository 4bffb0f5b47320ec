import { create } from 'zustand';

/** Whether the dialog for models of one's own is open: it is asked for in more than one place, and loaded then. */
export const useOwnDialog = create<{ open: boolean }>()(() => ({ open: false }));
