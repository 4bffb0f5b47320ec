import { useEffect, useState } from 'react';
import { leaseCamera, useCameraState } from '../../store/use-camera';
import { usePageShown } from './use-page-shown';

/**
 * off: the camera is not on, or not looked at here. own: it was turned on here, or carried over
 * from the step before. along: it is on for as long as another step has it on.
 */
export type CameraUse = 'off' | 'own' | 'along';

export interface CameraHere {
  use: CameraUse;
  turnOn: () => void;
  /** Turns it off here. Another step that uses the camera keeps it. */
  turnOff: () => void;
}

/**
 * The camera of a column that answers what it sees. If it was turned on elsewhere, it answers here
 * too and goes off with it. If it was turned on here, it stays on until it is turned off here. It
 * is held while the column is visible and `inUse`.
 */
export function useCameraHere(visible: boolean, inUse: boolean, able: boolean): CameraHere {
  const shown = usePageShown();
  const anywhere = useCameraState(({ status }) => status !== 'off');
  const [own, setOwn] = useState(false);
  const [declined, setDeclined] = useState(false);
  // The camera was on in the step that was left for this one, so it stays on here until this step
  // is left.
  const [carried, setCarried] = useState(false);
  const [wasVisible, setWasVisible] = useState(visible);

  if (visible !== wasVisible) {
    setWasVisible(visible);
    setCarried(visible && inUse && useCameraState.getState().status === 'on');
  }
  // A camera whose pictures can no longer be answered is not turned on again by itself.
  if (!able && (own || carried)) {
    setOwn(false);
    setCarried(false);
  }
  if (!anywhere && declined) setDeclined(false);

  const lease = visible && inUse && (own || carried) && shown;
  useEffect(() => (lease ? leaseCamera() : undefined), [lease]);

  return {
    use: own || carried ? 'own' : anywhere && !declined ? 'along' : 'off',
    turnOn: () => {
      setOwn(true);
      setDeclined(false);
    },
    turnOff: () => {
      setOwn(false);
      setCarried(false);
      setDeclined(true);
    },
  };
}
