// What belongs to the person and the machine, not to a project. Remembered in localStorage.
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'light' | 'dark' | 'system';

export interface SendOn {
  beep: boolean;
  say: boolean;
  send: boolean;
  serial: boolean;
  /** The origin that may have the answers where it asks for them. */
  origin?: string;
}

export interface Preferences {
  theme: Theme;
  /** The camera chosen last; another may come where it is gone. */
  cameraId: string | undefined;
  /** Shows the camera as a mirror does. Pictures are kept as the camera sees them. */
  mirror: boolean;
  /** Pictures a second while recording. */
  rate: number;
  timer: { delay: number; seconds: number };
  /** What Presentation does when the answer changes. */
  sendOn: SendOn;
  /** The project that was open last has pictures: nobody needs the words of a first visit. */
  begun: boolean;
  change(values: Partial<Omit<Preferences, 'change'>>): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      cameraId: undefined,
      mirror: true,
      rate: 8,
      timer: { delay: 3, seconds: 4 },
      sendOn: { beep: false, say: false, send: false, serial: false },
      begun: false,
      change: (values) => set(values),
    }),
    { name: 'apprentice.preferences' },
  ),
);
