// The shared camera as components see it: its state, and leases that follow the person's choice.
import { create } from 'zustand';
import {
  acquireCamera,
  type CameraDevice,
  type CameraState,
  cameraState,
  type Facing,
  subscribeCamera,
  switchCamera,
  watchCameras,
} from '../camera/camera';
import { CameraError, type CameraErrorKind } from '../camera/camera-error';
import { usePreferences } from './preferences';

export interface CameraView {
  status: CameraState['status'];
  stream: MediaStream | undefined;
  deviceId: string | undefined;
  label: string | undefined;
  /** Undefined if the camera does not say, as on most computers. */
  facing: Facing | undefined;
  /** Another camera is in use than the one that was chosen. */
  fallback: boolean;
  /** The camera brings only black frames for now. */
  muted: boolean;
  error: CameraErrorKind | undefined;
  /** All cameras. They have no labels until a camera has been allowed. */
  cameras: CameraDevice[];
}

interface Want {
  attempt: AbortController;
}

const wants = new Set<Want>();
let stopWatching: (() => void) | undefined;

export const useCameraState = create<CameraView>()(() => ({ cameras: [], ...seen(cameraState()) }));

subscribeCamera((state) => useCameraState.setState(seen(state)));

/**
 * Asks for the camera until the returned function is called. The camera's light goes off when
 * nobody wants it. `useCameraState` tells what comes of it.
 */
export function leaseCamera(): () => void {
  const want = { attempt: new AbortController() };
  wants.add(want);
  stopWatching ??= watchCameras((cameras) => useCameraState.setState({ cameras }));
  void hold(want.attempt.signal);
  return () => {
    wants.delete(want);
    // This waits a moment, so that whoever takes the camera over right away finds it on.
    setTimeout(() => {
      want.attempt.abort();
      if (wants.size > 0) return;
      stopWatching?.();
      stopWatching = undefined;
    });
  };
}

/** Tries again after an error, for everybody who wants the camera. */
export function retryCamera(): void {
  for (const want of wants) {
    const last = want.attempt;
    want.attempt = new AbortController();
    void hold(want.attempt.signal);
    last.abort();
  }
}

/** Switches to this camera and remembers it. */
export async function chooseCamera(deviceId: string): Promise<void> {
  usePreferences.getState().change({ cameraId: deviceId, cameraFacing: undefined });
  await shown(() => switchCamera({ deviceId }));
  remember();
}

/** Switches from the front camera to the back one, or the other way round. */
export async function flipCamera(): Promise<void> {
  const facing = useCameraState.getState().facing === 'environment' ? 'user' : 'environment';
  await shown(() => switchCamera({ facing }));
  remember();
}

/** Keeps which camera is on, unless it stands in for the chosen one. */
function remember(): void {
  const { status, deviceId, facing, fallback } = useCameraState.getState();
  if (status !== 'on' || !deviceId || fallback) return;
  usePreferences.getState().change({ cameraId: deviceId, cameraFacing: facing });
}

async function hold(signal: AbortSignal): Promise<void> {
  const { cameraId, cameraFacing } = usePreferences.getState();
  const choice = {
    ...(cameraId && { deviceId: cameraId }),
    ...(cameraFacing && { facing: cameraFacing }),
  };
  await shown(() => acquireCamera({ ...choice, signal }), signal);
  // Someone who chose nothing keeps the browser's choice, which may change.
  if (cameraId) remember();
}

/** The camera's state says what went wrong. */
async function shown(act: () => Promise<unknown>, signal?: AbortSignal): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!signal?.aborted && !(error instanceof CameraError)) throw error;
  }
}

function seen(state: CameraState): Omit<CameraView, 'cameras'> {
  const live = state.status === 'on' ? state : undefined;
  return {
    status: state.status,
    stream: live?.stream,
    deviceId: live?.deviceId,
    label: live?.label,
    facing: live?.facing,
    fallback: live?.fallback ?? false,
    muted: live?.muted ?? false,
    error: state.status === 'error' ? state.error : undefined,
  };
}
