// A device on a serial port, such as a micro:bit or an Arduino. It gets one line for each answer
// that is passed on.

const BAUD_RATE = 115_200;

/**
 * The parts of https://wicg.github.io/serial that are used here. TypeScript does not know them yet.
 */
interface Port {
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
  close(): Promise<void>;
}
interface Serial {
  getPorts(): Promise<Port[]>;
  requestPort(): Promise<Port>;
}

const serial = () => (globalThis.navigator as { serial?: Serial } | undefined)?.serial;

export interface SerialLine {
  /** Rejects if the device is gone. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Whether this browser can talk to devices on a serial port at all. */
export function hasSerial(): boolean {
  return serial() !== undefined;
}

/**
 * Opens a device at 115,200 baud: one that the person chooses now, which requires a click, or the
 * one chosen before.
 * @returns undefined if none was chosen.
 * @throws what the browser says if it cannot be opened, for instance because another program has
 * it.
 */
export async function openSerialLine(how: 'choose' | 'as-before'): Promise<SerialLine | undefined> {
  const port = how === 'choose' ? await chosen() : (await serial()?.getPorts())?.[0];
  if (!port) return undefined;
  // If the port is open already, this page opened it.
  if (!port.writable) await port.open({ baudRate: BAUD_RATE });
  const writer = port.writable?.getWriter();
  if (!writer) return undefined;
  return {
    write: (text) => writer.write(new TextEncoder().encode(`${text}\n`)),
    async close() {
      // A device that was unplugged has nothing to close.
      await writer.close().catch(() => undefined);
      await port.close().catch(() => undefined);
    },
  };
}

async function chosen(): Promise<Port | undefined> {
  try {
    return await serial()?.requestPort();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}
