import { type ComponentProps, type DragEvent, useRef, useState } from 'react';
import { classes } from './classes';
import styles from './drop-zone.module.css';

type DropZoneProps = Omit<ComponentProps<'div'>, 'onDrop'> & {
  /** Called inside the drop event, while the DataTransfer can still be read. */
  onDrop: (data: DataTransfer) => void;
  /**
   * Which drags the zone accepts, by default those with files. Before the drop only their types can
   * be read.
   */
  accepts?: ((data: DataTransfer) => boolean) | undefined;
};

const carriesFiles = (data: DataTransfer) => data.types.includes('Files');

/**
 * Shows the accent edge while something that it accepts is over it. Zones can be nested: the inner
 * one takes the drop.
 */
export function DropZone({ onDrop, accepts = carriesFiles, className, ...rest }: DropZoneProps) {
  const depth = useRef(0);
  const [over, setOver] = useState(false);

  const take = (event: DragEvent<HTMLDivElement>): boolean => {
    if (!accepts(event.dataTransfer)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const count = (event: DragEvent<HTMLDivElement>, step: 1 | -1) => {
    if (!take(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop has no keyboard form; a button beside it does the same
    <div
      {...rest}
      className={classes(styles.zone, className)}
      data-over={over || undefined}
      onDragEnter={(event) => count(event, 1)}
      onDragLeave={(event) => count(event, -1)}
      onDragOver={(event) => {
        if (take(event)) event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        if (!take(event)) return;
        depth.current = 0;
        setOver(false);
        onDrop(event.dataTransfer);
      }}
    />
  );
}
