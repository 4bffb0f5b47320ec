import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { type AppState, useApp } from '../../store/app-store';
import { samplesOf } from '../../store/samples-by-class';
import { Card } from '../../ui/card';
import { DropZone } from '../../ui/drop-zone';
import { bringInTransfer } from './bring-in';
import { ClassHeader } from './class-header';
import { ClassStart } from './class-start';
import { ImportReport } from './import-report';
import { Recorder } from './recorder';
import { SameName } from './same-name';
import { SampleStrip } from './sample-strip';

type ClassCardProps = {
  row: AppState['classes'][number];
  index: number;
  /** Just added: its name is waiting to be typed. */
  isNew: boolean;
  /** The next step is here: large buttons. */
  isNext: boolean;
  recording: boolean;
  onRecord: (open: boolean) => void;
  /** The dialog with all pictures opened or closed. */
  onGrid: (open: boolean) => void;
  onDelete: () => void;
};

export function ClassCard({
  row,
  index,
  isNew,
  isNext,
  recording,
  onRecord,
  onGrid,
  onDelete,
}: ClassCardProps) {
  const { t } = useTranslation();
  const cameraButton = useRef<HTMLButtonElement>(null);
  const count = useApp((state) => samplesOf(state.samples, row.id).length);
  const name = className(t, row);
  const bare = isNext && !recording;

  const close = () => {
    onRecord(false);
    // When the button that opens it again is there.
    requestAnimationFrame(() => cameraButton.current?.focus());
  };

  return (
    <DropZone data-class={row.id} onDrop={(data) => void bringInTransfer(data, row.id)}>
      <Card aria-label={name}>
        <ClassHeader
          row={row}
          index={index}
          count={count}
          isNew={isNew}
          recording={recording}
          bare={bare}
          cameraButton={cameraButton}
          onCamera={() => onRecord(!recording)}
          onDelete={onDelete}
        />
        <SameName row={row} />
        {bare && (
          <ClassStart
            classId={row.id}
            cameraButton={cameraButton}
            onCamera={() => onRecord(true)}
          />
        )}
        {recording && <Recorder classId={row.id} name={name} onClose={close} />}
        <SampleStrip classId={row.id} name={name} awaited={recording} onGrid={onGrid} />
        <ImportReport classId={row.id} />
      </Card>
    </DropZone>
  );
}
