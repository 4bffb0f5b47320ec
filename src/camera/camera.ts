// The page's only camera. All who hold a lease share it, and it is off, light included, when nobody
// does.
import {
  CameraError,
  type CameraErrorKind,
  cameraError,
  errorName,
  type PageContext,
  pageContext,
} from './camera-error';

export type Facing = 'user' | 'environment';

/** Which camera is wanted. If nothing is named, the browser decides. */
export interface CameraChoice {
  deviceId?: string;
  /** Where no device is named, or where the named one is gone. */
  facing?: Facing;
}

/** The camera that the browser gave. */
export interface LiveCamera {
  stream: MediaStream;
  deviceId: string;
  label: string;
  /** Absent if the camera does not say, as on most computers. */
  facing?: Facing;
  /** True if the browser gave another camera than the chosen one. */
  fallback: boolean;
  /**
   * The camera brings black frames for now: its lid or shutter is closed, or the system lends it to
   * another program.
   */
  muted: boolean;
}

export type CameraState =
  | { status: 'off' }
  | { status: 'starting' }
  | ({ status: 'on' } & LiveCamera)
  | { status: 'error'; error: CameraErrorKind };

export interface CameraLease {
  /** The camera in use, or the last one. It changes with `switchCamera`. */
  readonly camera: LiveCamera;
  /** Gives the lease back. The last release turns the camera off, and further calls do nothing. */
  release(): void;
}

export interface CameraDevice {
  deviceId: string;
  /** Empty until the person has allowed a camera. */
  label: string;
}

/** What the browser offers. `devices` is absent if the page is not secure. */
interface CameraPlatform {
  devices(): MediaDevices | undefined;
  pageContext(): PageContext;
}

/**
 * One shared camera on top of the browser's devices. The page uses the one below; each test makes
 * its own.
 */
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

  /**
   * Stopping the tracks turns the light off. Their 'ended' event does not come then, only when
   * others end them.
   */
  function turnOff(): void {
    if (live) stop(live.stream);
    live = undefined;
  }

  /** Resolves when the camera is on, or when nobody wants it any more. */
  async function turnOn(): Promise<void> {
    while (!live && leases.size > 0) {
      if (state.status !== 'starting') publish({ status: 'starting' });
      // Only one request at a time: a second one might ask the person again, or find the camera
      // busy.
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
      const error = cameraError(cause, platform.pageContext());
      publish({ status: 'error', error: error.kind });
      throw error;
    } finally {
      opening = undefined;
    }
  }

  function comeOn(stream: MediaStream, choice: CameraChoice): void {
    const track = stream.getVideoTracks()[0];
    const show = () => {
      live = liveCamera(stream, choice);
      publish({ status: 'on', ...live });
    };
    const ifLive = (act: () => void) => () => live?.stream === stream && act();
    track?.addEventListener('mute', ifLive(show));
    track?.addEventListener('unmute', ifLive(show));
    track?.addEventListener(
      'ended',
      ifLive(() => {
        turnOff();
        publish({ status: 'error', error: 'lost' });
      }),
    );
    show();
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
      // `release` must not do this, so that the state goes on saying what went wrong.
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
   * Puts another camera in place of the one in use, for all who hold a lease; also tries again
   * after an error. Does nothing where nobody does.
   * @throws {CameraError}; leases stay, and the camera is off until the next try.
   */
  async function switchCamera(choice: CameraChoice): Promise<void> {
    const isThere = live && !live.fallback && isSame(choice, wanted);
    wanted = choice;
    if (isThere) return;
    turnOff();
    await turnOn();
  }

  /** The current state. It is the same object until the state changes. */
  function cameraState(): CameraState {
    return state;
  }

  /** Calls the listener at each change of the state. Returns a function that ends this. */
  function subscribeCamera(listener: (state: CameraState) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The available cameras. There are none if the page is not secure. */
  async function listCameras(): Promise<CameraDevice[]> {
    const devices = (await platform.devices()?.enumerateDevices()) ?? [];
    return devices
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  }

  /**
   * Calls the listener with the list of cameras: now, whenever one comes or goes, and when the
   * camera is turned on, because labels exist only from then on. Returns a function that ends this.
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

export const {
  acquireCamera,
  switchCamera,
  cameraState,
  subscribeCamera,
  listCameras,
  watchCameras,
} = createCamera({
  // TypeScript declares it as always there, but a page that is not secure lacks it.
  devices: () => navigator.mediaDevices as MediaDevices | undefined,
  pageContext,
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
    // The chosen camera is unplugged, or has another id because the browser's data was cleared.
    if (errorName(cause) !== 'OverconstrainedError') throw cause;
    return devices.getUserMedia({ video: other });
  }
}

/** Compares what the track says it is with the choice, because browsers may give another camera. */
function liveCamera(stream: MediaStream, choice: CameraChoice): LiveCamera {
  const track = stream.getVideoTracks()[0];
  const { deviceId = '', facingMode } = track?.getSettings() ?? {};
  const facing = facingMode === 'user' || facingMode === 'environment' ? facingMode : undefined;
  const turned = choice.facing !== undefined && facing !== undefined && choice.facing !== facing;
  // Safari gives cameras new ids at each visit, so one that faces as the chosen one did is it.
  const fallback = choice.deviceId
    ? choice.deviceId !== deviceId && (turned || choice.facing === undefined || !facing)
    : turned;
  const { label = '', muted = false } = track ?? {};
  return { stream, deviceId, label, ...(facing && { facing }), fallback, muted };
}

function isSame(a: CameraChoice, b: CameraChoice): boolean {
  return a.deviceId === b.deviceId && a.facing === b.facing;
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
