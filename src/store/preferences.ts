// What belongs to the person and the machine rather than to a project. It is kept in localStorage.
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Facing } from '../camera/camera';

export type Theme = 'light' | 'dark' | 'system';

export interface SendOn {
  beep: boolean;
  say: boolean;
  send: boolean;
  serial: boolean;
  /** The origin that may have the answers if it asks for them. */
  origin?: string;
}

export interface Preferences {
  theme: Theme;
  /** The camera chosen last. Another one may be used if it is gone. */
  cameraId: string | undefined;
  /** The way it faces, by which it is found again where its id has changed. */
  cameraFacing: Facing | undefined;
  /** Shows the camera's picture like a mirror. Pictures are kept as the camera sees them. */
  mirror: boolean;
  /** Pictures per second while recording. */
  rate: number;
  timer: { delay: number; seconds: number };
  /** What Presentation does when the answer changes. */
  sendOn: SendOn;
  /** The project opened last has pictures, so nobody needs the words of a first visit. */
  begun: boolean;
  /** Projects that were saved as a file or came from one, or whose reminder was closed. */
  needNoReminder: readonly string[];
  change(values: Partial<Omit<Preferences, 'change'>>): void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      cameraId: undefined,
      cameraFacing: undefined,
      mirror: true,
      rate: 8,
      timer: { delay: 3, seconds: 4 },
      sendOn: { beep: false, say: false, send: false, serial: false },
      begun: false,
      needNoReminder: [],
      change: (values) => set(values),
    }),
    { name: 'apprentice.preferences' },
  ),
);

/** There is a file of this project, or the person wants none. */
export function needNoReminder(id: string): void {
  const { needNoReminder: known, change } = usePreferences.getState();
  if (!known.includes(id)) change({ needNoReminder: [...known, id] });
}
