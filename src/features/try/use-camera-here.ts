import { useEffect, useState } from 'react';
import { leaseCamera, useCameraState } from '../../store/use-camera';
import { usePageShown } from './use-page-shown';

export interface CameraHere {
  /** Turned on here, or carried over from another step. */
  wanted: boolean;
  setWanted: (wanted: boolean) => void;
}

/**
 * Holds the camera while the person wants it here and can see it: `inUse`, in a column in sight. On in
 * another step when this one comes into sight, it goes on.
 */
export function useCameraHere(visible: boolean, inUse: boolean): CameraHere {
  const shown = usePageShown();
  const [wanted, setWanted] = useState(false);
  const [wasVisible, setWasVisible] = useState(visible);

  if (visible !== wasVisible) {
    setWasVisible(visible);
    if (inUse && useCameraState.getState().status === 'on') setWanted(true);
  }

  const lease = visible && inUse && wanted && shown;
  useEffect(() => (lease ? leaseCamera() : undefined), [lease]);

  return { wanted, setWanted };
}
