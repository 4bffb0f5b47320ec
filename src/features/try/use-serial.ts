import { useCallback, useEffect, useRef, useState } from 'react';
import { openSerialLine, type SerialLine } from '../../store/try/serial-line';

export interface Serial {
  /** Writes a line to the device. Undefined if none is open. */
  write: ((text: string) => void) | undefined;
  /** True if the last device could not be opened, or is gone. */
  failed: boolean;
  /** Asks which device to use. Call this in a click. Resolves with whether there is one now. */
  choose(): Promise<boolean>;
  close(): void;
}

/**
 * A device on a serial port, for as long as the caller is mounted. `before`: opens the device of
 * the last time.
 */
export function useSerial(before: boolean): Serial {
  const [line, setLine] = useState<SerialLine>();
  const [failed, setFailed] = useState(false);
  const open = useRef<SerialLine>(undefined);
  const wanted = useRef(before);

  const take = useCallback(async (how: 'choose' | 'as-before') => {
    setFailed(false);
    wanted.current = true;
    let next: SerialLine | undefined;
    try {
      next = await openSerialLine(how);
    } catch (error) {
      // The page tells the person. The details are for people who open the console.
      console.warn('serial port', error);
      setFailed(true);
    }
    if (!wanted.current) void next?.close();
    else if (next) {
      open.current = next;
      setLine(next);
    }
    return next !== undefined;
  }, []);

  const close = useCallback(() => {
    wanted.current = false;
    void open.current?.close();
    open.current = undefined;
    setLine(undefined);
  }, []);

  const opens = useRef(before);
  useEffect(() => {
    if (opens.current) void take('as-before');
    return close;
  }, [take, close]);

  const write = useCallback(
    (text: string) => {
      line?.write(text).catch((error: unknown) => {
        console.warn('serial port', error);
        setFailed(true);
        close();
      });
    },
    [line, close],
  );
  return { write: line && write, failed, choose: () => take('choose'), close };
}
