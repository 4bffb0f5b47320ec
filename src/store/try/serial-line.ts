// A device on a serial port, as a micro:bit or an Arduino: a line for each answer that is sent on.

const BAUD_RATE = 115_200;

/** What of https://wicg.github.io/serial is used here; TypeScript does not know it yet. */
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
  /** Rejects where the device is gone. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Whether this browser speaks to devices on a serial port at all. */
export function hasSerial(): boolean {
  return serial() !== undefined;
}

/**
 * Opens a device at 115,200 baud: one that the person chooses now, which takes a click, or the one that was chosen before.
 * @returns undefined where none was chosen.
 * @throws what the browser says where it cannot be opened, as when another program has it.
 */
export async function openSerialLine(how: 'choose' | 'as-before'): Promise<SerialLine | undefined> {
  const port = how === 'choose' ? await chosen() : (await serial()?.getPorts())?.[0];
  if (!port) return undefined;
  // One that is open already is this page's own.
  if (!port.writable) await port.open({ baudRate: BAUD_RATE });
  const writer = port.writable?.getWriter();
  if (!writer) return undefined;
  return {
    write: (text) => writer.write(new TextEncoder().encode(`${text}\n`)),
    async close() {
      // A device that was pulled out has nothing to close.
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
