import { describe, expect, it, vi } from 'vitest';
import { type CameraState, createCamera } from './camera';

class FakeTrack extends EventTarget {
  live = true;
  muted = false;
  label: string;
  constructor(
    readonly id: string,
    readonly facingMode?: string,
  ) {
    super();
    this.label = `camera ${id}`;
  }
  getSettings() {
    return { deviceId: this.id, ...(this.facingMode && { facingMode: this.facingMode }) };
  }
  stop() {
    this.live = false;
  }
  mute(muted: boolean) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
  unplug() {
    this.live = false;
    this.dispatchEvent(new Event('ended'));
  }
}

interface Ask {
  video: MediaTrackConstraints;
  give(id: string, facing?: string): FakeTrack;
  refuse(name: string): void;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

const inATab = { embedded: false, allowed: true, installed: false };

/** A camera with devices that answer when the test says so. */
function setUp() {
  const asks: Ask[] = [];
  const tracks: FakeTrack[] = [];
  const plugged = ['a', 'b'];
  const devices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => [
      { kind: 'audioinput', deviceId: 'm', label: 'microphone' },
      ...plugged.map((deviceId) => ({ kind: 'videoinput', deviceId, label: '' })),
    ],
    getUserMedia: ({ video }: { video: MediaTrackConstraints }) =>
      new Promise((resolve, reject) => {
        asks.push({
          video,
          give(id, facing) {
            const track = new FakeTrack(id, facing);
            tracks.push(track);
            resolve({ getTracks: () => [track], getVideoTracks: () => [track] });
            return track;
          },
          refuse: (name) => reject(Object.assign(new Error(name), { name })),
        });
      }),
  });
  const camera = createCamera({
    devices: () => devices as unknown as MediaDevices,
    pageContext: () => inATab,
  });
  const states: CameraState[] = [];
  camera.subscribeCamera((state) => states.push(state));
  const ask = async (index: number): Promise<Ask> => {
    await settled();
    const found = asks[index];
    if (!found) throw new Error(`asked ${asks.length} times only`);
    return found;
  };
  const lit = () => tracks.filter(({ live }) => live).map(({ id }) => id);
  const statuses = () => states.map(({ status }) => status);
  return { ...camera, devices, plugged, asks, ask, lit, statuses };
}

describe('leases', () => {
  it('share one camera, which goes off with the last', async () => {
    const page = setUp();
    const both = Promise.all([page.acquireCamera(), page.acquireCamera({ deviceId: 'b' })]);
    (await page.ask(0)).give('a', 'user');
    const [first, second] = await both;
    const third = await page.acquireCamera();
    expect(page.asks).toHaveLength(1);
    expect(page.asks[0]?.video).toEqual({ width: { ideal: 640 }, height: { ideal: 480 } });
    expect(second.camera.stream).toBe(first.camera.stream);
    expect(first.camera).toMatchObject({
      deviceId: 'a',
      label: 'camera a',
      facing: 'user',
      fallback: false,
    });
    first.release();
    first.release();
    second.release();
    expect(page.lit()).toEqual(['a']);
    third.release();
    expect(page.lit()).toEqual([]);
    expect(page.statuses()).toEqual(['starting', 'on', 'off']);
    expect(page.cameraState()).toEqual({ status: 'off' });
  });

  it('given back while it starts: the light goes off as soon as it is on', async () => {
    const page = setUp();
    const abort = new AbortController();
    const acquired = page.acquireCamera({ signal: abort.signal });
    const ask = await page.ask(0);
    abort.abort();
    expect(page.cameraState()).toEqual({ status: 'off' });
    ask.give('a');
    await expect(acquired).rejects.toBe(abort.signal.reason);
    expect(page.lit()).toEqual([]);
    expect(page.statuses()).toEqual(['starting', 'off']);
  });

  it('given back by its signal once it is there', async () => {
    const page = setUp();
    const abort = new AbortController();
    const acquired = page.acquireCamera({ signal: abort.signal });
    (await page.ask(0)).give('a');
    await acquired;
    abort.abort();
    expect(page.lit()).toEqual([]);
    await expect(page.acquireCamera({ signal: abort.signal })).rejects.toBe(abort.signal.reason);
    expect(page.asks).toHaveLength(1);
  });

  it('mounted twice, as in strict mode: asks once', async () => {
    const page = setUp();
    const abort = new AbortController();
    const first = page.acquireCamera({ deviceId: 'a', signal: abort.signal });
    const ask = await page.ask(0);
    abort.abort();
    const second = page.acquireCamera({ deviceId: 'a' });
    ask.give('a');
    await expect(first).rejects.toBe(abort.signal.reason);
    (await second).release();
    expect(page.asks).toHaveLength(1);
    expect(page.lit()).toEqual([]);
    expect(page.statuses()).toEqual(['starting', 'off', 'starting', 'on', 'off']);
  });

  it('wanted anew with another choice while an unwanted one starts', async () => {
    const page = setUp();
    const abort = new AbortController();
    const first = page.acquireCamera({ deviceId: 'a', signal: abort.signal });
    const ask = await page.ask(0);
    abort.abort();
    const second = page.acquireCamera({ deviceId: 'b' });
    ask.give('a');
    (await page.ask(1)).give('b');
    await expect(first).rejects.toBe(abort.signal.reason);
    expect((await second).camera.deviceId).toBe('b');
    expect(page.lit()).toEqual(['b']);
  });
});

describe('the choice', () => {
  it('falls back on any camera where the chosen one is gone, and says so', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ deviceId: 'gone' });
    const ask = await page.ask(0);
    expect(ask.video.deviceId).toEqual({ exact: 'gone' });
    ask.refuse('OverconstrainedError');
    (await page.ask(1)).give('a');
    expect((await acquired).camera).toMatchObject({ deviceId: 'a', fallback: true });
    expect(page.asks[1]?.video.deviceId).toBeUndefined();
  });

  it('is found again by the way it faces where ids change from visit to visit', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ deviceId: 'last week', facing: 'environment' });
    (await page.ask(0)).refuse('OverconstrainedError');
    const again = await page.ask(1);
    expect(again.video.facingMode).toEqual({ ideal: 'environment' });
    again.give('today', 'environment');
    expect((await acquired).camera).toMatchObject({ deviceId: 'today', fallback: false });
  });

  it.each(['user', undefined])(
    'is not taken for found where another side came: %s',
    async (side) => {
      const page = setUp();
      const acquired = page.acquireCamera({ deviceId: 'last week', facing: 'environment' });
      (await page.ask(0)).refuse('OverconstrainedError');
      (await page.ask(1)).give('today', side);
      expect((await acquired).camera.fallback).toBe(true);
    },
  );

  it('is checked against the camera that really came', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ deviceId: 'b' });
    (await page.ask(0)).give('a');
    expect((await acquired).camera.fallback).toBe(true);
  });

  it('of front or back', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ facing: 'environment' });
    const ask = await page.ask(0);
    expect(ask.video.facingMode).toEqual({ ideal: 'environment' });
    ask.give('a', 'user');
    expect((await acquired).camera).toMatchObject({ facing: 'user', fallback: true });
  });
});

describe('switching', () => {
  it('turns the old one off first, and gives the new one to all', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ deviceId: 'a' });
    (await page.ask(0)).give('a');
    const lease = await acquired;
    const switched = page.switchCamera({ deviceId: 'b' });
    expect(page.lit()).toEqual([]);
    expect(lease.camera.deviceId).toBe('a');
    (await page.ask(1)).give('b');
    await switched;
    expect(lease.camera.deviceId).toBe('b');
    expect(page.lit()).toEqual(['b']);
    await page.switchCamera({ deviceId: 'b' });
    expect(page.asks).toHaveLength(2);
    lease.release();
    expect(page.lit()).toEqual([]);
  });

  it('while another one starts: the last choice counts', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ deviceId: 'a' });
    const ask = await page.ask(0);
    const switched = page.switchCamera({ deviceId: 'b' });
    ask.refuse('NotReadableError');
    (await page.ask(1)).give('b');
    await switched;
    expect((await acquired).camera.deviceId).toBe('b');
    expect(page.statuses()).toEqual(['starting', 'on']);
  });

  it('that fails can be tried again', async () => {
    const page = setUp();
    const acquired = page.acquireCamera({ deviceId: 'a' });
    (await page.ask(0)).give('a');
    const lease = await acquired;
    const switched = page.switchCamera({ deviceId: 'b' });
    (await page.ask(1)).refuse('NotReadableError');
    await expect(switched).rejects.toMatchObject({ kind: 'busy' });
    expect(page.cameraState()).toEqual({ status: 'error', error: 'busy' });
    const again = page.switchCamera({ deviceId: 'b' });
    (await page.ask(2)).give('b');
    await again;
    expect(lease.camera.deviceId).toBe('b');
  });

  it('does nothing where nobody holds a lease', async () => {
    const page = setUp();
    await page.switchCamera({ deviceId: 'b' });
    expect(page.asks).toHaveLength(0);
    expect(page.cameraState()).toEqual({ status: 'off' });
  });
});

describe('errors', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['NotFoundError', 'none'],
    ['TypeError', 'failed'],
  ])('%s is %s, and leaves no lease behind', async (name, kind) => {
    const page = setUp();
    const acquired = page.acquireCamera();
    (await page.ask(0)).refuse(name);
    await expect(acquired).rejects.toMatchObject({ name: 'CameraError', kind });
    expect(page.cameraState()).toEqual({ status: 'error', error: kind });
    const again = page.acquireCamera();
    (await page.ask(1)).give('a');
    (await again).release();
    expect(page.lit()).toEqual([]);
  });

  it('a page that is not secure', async () => {
    const page = createCamera({ devices: () => undefined, pageContext: () => inATab });
    await expect(page.acquireCamera()).rejects.toMatchObject({ kind: 'insecure' });
    expect(await page.listCameras()).toEqual([]);
  });

  it('a track that is muted for a while, and one that is no longer in use', async () => {
    const page = setUp();
    const acquired = page.acquireCamera();
    const track = (await page.ask(0)).give('a');
    const lease = await acquired;
    track.mute(true);
    expect(page.cameraState()).toMatchObject({ status: 'on', muted: true });
    track.mute(false);
    expect(page.cameraState()).toMatchObject({ status: 'on', muted: false });
    lease.release();
    track.mute(true);
    expect(page.cameraState()).toEqual({ status: 'off' });
  });

  it('unplugged while it is on, and plugged in again', async () => {
    const page = setUp();
    const acquired = page.acquireCamera();
    const track = (await page.ask(0)).give('a');
    const lease = await acquired;
    track.unplug();
    expect(page.cameraState()).toEqual({ status: 'error', error: 'lost' });
    expect(lease.camera.deviceId).toBe('a');
    const again = page.switchCamera({});
    (await page.ask(1)).give('a');
    await again;
    expect(page.cameraState().status).toBe('on');
    lease.release();
    expect(page.lit()).toEqual([]);
  });
});

it('lists cameras as they come and go, and when they have labels', async () => {
  const page = setUp();
  const seen = vi.fn();
  const stopWatching = page.watchCameras((cameras) =>
    seen(cameras.map(({ deviceId }) => deviceId).join()),
  );
  await settled();
  page.plugged.pop();
  page.devices.dispatchEvent(new Event('devicechange'));
  await settled();
  const acquired = page.acquireCamera();
  (await page.ask(0)).give('a');
  (await acquired).release();
  await settled();
  stopWatching();
  page.devices.dispatchEvent(new Event('devicechange'));
  await settled();
  expect(seen.mock.calls).toEqual([['a,b'], ['a'], ['a']]);
});
