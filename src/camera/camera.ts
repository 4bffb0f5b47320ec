// The page's one camera: shared by all who hold a lease, and off, light too, when nobody does.
import { CameraError, type CameraErrorKind, cameraError, errorName } from './camera-error';

export type Facing = 'user' | 'environment';

/** Which camera is wanted; nothing named means whichever the browser prefers. */
export interface CameraChoice {
  deviceId?: string;
  /** Where no device is named. */
  facing?: Facing;
}

/** The camera that came. */
export interface LiveCamera {
  stream: MediaStream;
  deviceId: string;
  label: string;
  /** Absent where the camera does not say, as on most computers. */
  facing?: Facing;
  /** Another camera came than the one that was chosen. */
  fallback: boolean;
}

export type CameraState =
  | { status: 'off' }
  | { status: 'starting' }
  | ({ status: 'on' } & LiveCamera)
  | { status: 'error'; error: CameraErrorKind };

export interface CameraLease {
  /** The camera in use, or the last one; another after `switchCamera`. */
  readonly camera: LiveCamera;
  /** Gives it back; the last one to do so turns the camera off. More calls do nothing. */
  release(): void;
}

export interface CameraDevice {
  deviceId: string;
  /** Empty until a camera has been allowed. */
  label: string;
}

/** What the browser offers; `devices` is absent where the page is not secure. */
interface CameraPlatform {
  devices(): MediaDevices | undefined;
}

/** One shared camera over the browser's devices. The page has one, below; each test its own. */
export function createCamera(platform: CameraPlatform) {
  const listeners = new Set<(state: CameraState) => void>();
  const leases = new Set<symbol>();
  let state: CameraState = { status: 'off' };
  let wanted: CameraChoice = {};
  let live: LiveCamera | undefined;
  let opening: Promise<void> | undefined;

  function publish(next: CameraState): void {
    state = next;
    for (const listener of [...listeners]) listener(next);
  }

  /** The tracks' end is the light's; their own 'ended' event comes only when others end them. */
  function turnOff(): void {
    if (live) stop(live.stream);
    live = undefined;
  }

  /** Resolves when the camera is on, or nobody wants it any more. */
  async function turnOn(): Promise<void> {
    while (!live && leases.size > 0) {
      if (state.status !== 'starting') publish({ status: 'starting' });
      // One request at a time: a second one might ask the person again, or find the camera busy.
      opening ??= open();
      await opening;
    }
  }

  async function open(): Promise<void> {
    const choice = wanted;
    try {
      const stream = await request(platform.devices(), choice);
      if (leases.size > 0 && isSame(choice, wanted)) comeOn(stream, choice);
      else stop(stream);
    } catch (cause) {
      if (leases.size === 0 || !isSame(choice, wanted)) return;
      const error = cameraError(cause);
      publish({ status: 'error', error: error.kind });
      throw error;
    } finally {
      opening = undefined;
    }
  }

  function comeOn(stream: MediaStream, choice: CameraChoice): void {
    const camera = liveCamera(stream, choice);
    live = camera;
    stream.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (live !== camera) return;
      turnOff();
      publish({ status: 'error', error: 'lost' });
    });
    publish({ status: 'on', ...camera });
  }

  /**
   * Turns the camera on, or shares the one that is on (whatever the choice: see `switchCamera`).
   * Aborting the signal gives the lease back at any time, also before it is there.
   * @throws {CameraError}
   * @throws the signal's reason.
   */
  async function acquireCamera({
    signal,
    ...choice
  }: CameraChoice & { signal?: AbortSignal } = {}): Promise<CameraLease> {
    signal?.throwIfAborted();
    const lease = Symbol('lease');
    const release = () => {
      signal?.removeEventListener('abort', release);
      if (!leases.delete(lease) || leases.size > 0) return;
      turnOff();
      publish({ status: 'off' });
    };
    if (leases.size === 0) wanted = choice;
    leases.add(lease);
    signal?.addEventListener('abort', release);
    try {
      while (!live) {
        await turnOn();
        signal?.throwIfAborted();
      }
    } catch (cause) {
      // Not by release: the state goes on saying what went wrong.
      signal?.removeEventListener('abort', release);
      leases.delete(lease);
      throw signal?.aborted ? signal.reason : cause;
    }
    let last = live;
    return {
      get camera() {
        last = live ?? last;
        return last;
      },
      release,
    };
  }

  /**
   * Puts another camera in place of the one in use, for all who hold a lease; also tries again after an error.
   * Does nothing where nobody does.
   * @throws {CameraError}; leases stay, and the camera is off until the next try.
   */
  async function switchCamera(choice: CameraChoice): Promise<void> {
    const isThere = live && !live.fallback && isSame(choice, wanted);
    wanted = choice;
    if (isThere) return;
    turnOff();
    await turnOn();
  }

  /** The state at this moment; the same object until it changes. */
  function cameraState(): CameraState {
    return state;
  }

  /** Calls the listener at each change of the state, until the function that it returns is called. */
  function subscribeCamera(listener: (state: CameraState) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The cameras there are; none where the page is not secure. */
  async function listCameras(): Promise<CameraDevice[]> {
    const devices = (await platform.devices()?.enumerateDevices()) ?? [];
    return devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  }

  /**
   * Gives the list of cameras now, whenever one comes or goes, and when the camera is on, because
   * labels are there from then on. Until the function that it returns is called.
   */
  function watchCameras(listener: (cameras: CameraDevice[]) => void): () => void {
    let watching = true;
    const list = async () => {
      const cameras = await listCameras();
      if (watching) listener(cameras);
    };
    const changed = () => void list();
    const devices = platform.devices();
    devices?.addEventListener('devicechange', changed);
    const unsubscribe = subscribeCamera(({ status }) => status === 'on' && changed());
    changed();
    return () => {
      watching = false;
      devices?.removeEventListener('devicechange', changed);
      unsubscribe();
    };
  }

  return {
    acquireCamera,
    switchCamera,
    cameraState,
    subscribeCamera,
    listCameras,
    watchCameras,
  };
}

export const { acquireCamera, switchCamera, cameraState, subscribeCamera, watchCameras } =
  createCamera({
    // Typed as always there, but not on a page that is not secure.
    devices: () => navigator.mediaDevices as MediaDevices | undefined,
  });

async function request(
  devices: MediaDevices | undefined,
  { deviceId, facing }: CameraChoice,
): Promise<MediaStream> {
  if (!devices) throw new CameraError('insecure');
  const size = { width: { ideal: 640 }, height: { ideal: 480 } };
  const other = { ...size, ...(facing && { facingMode: { ideal: facing } }) };
  if (!deviceId) return devices.getUserMedia({ video: other });
  try {
    return await devices.getUserMedia({ video: { ...size, deviceId: { exact: deviceId } } });
  } catch (cause) {
    // It is not plugged in, or has another id since the browser's data was cleared.
    if (errorName(cause) !== 'OverconstrainedError') throw cause;
    return devices.getUserMedia({ video: other });
  }
}

/** What the track says that it is, checked against the choice: browsers may give another camera. */
function liveCamera(stream: MediaStream, choice: CameraChoice): LiveCamera {
  const track = stream.getVideoTracks()[0];
  const { deviceId = '', facingMode } = track?.getSettings() ?? {};
  const facing = facingMode === 'user' || facingMode === 'environment' ? facingMode : undefined;
  const fallback = choice.deviceId
    ? choice.deviceId !== deviceId
    : choice.facing !== undefined && facing !== undefined && choice.facing !== facing;
  return { stream, deviceId, label: track?.label ?? '', ...(facing && { facing }), fallback };
}

function isSame(a: CameraChoice, b: CameraChoice): boolean {
  return a.deviceId === b.deviceId && a.facing === b.facing;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
