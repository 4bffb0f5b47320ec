import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import type { ClassRow } from '../../model/project';
import { useApp } from '../../store/app-store';
import { samplesOf, testSamplesOf } from '../../store/project/samples-by-class';
import { Card } from '../../ui/card';
import { DropZone } from '../../ui/drop-zone';
import { LockIcon } from '../../ui/icons';
import { bringInTransfer } from './bring-in';
import styles from './class-card.module.css';
import { ClassHeader } from './class-header';
import { ClassStart } from './class-start';
import { ImportReport } from './import-report';
import { Recorder } from './recorder';
import { SameName } from './same-name';
import { SampleStrip } from './sample-strip';
import { useDraggedBy } from './use-class-order';
import { useFocusKept } from './use-focus-kept';

type ClassCardProps = {
  row: ClassRow;
  index: number;
  /** The class was just added, so its name is waiting to be typed. */
  isNew: boolean;
  /** The next step is in this class, so its buttons are large. */
  isNext: boolean;
  recording: boolean;
  onRecord: (open: boolean) => void;
  /** Where a dragged class would land: above this card, or below it if that is the last place. */
  landing: 'above' | 'below' | undefined;
  onPlace: (index: number) => void;
  onShowAll: () => void;
  onSetAside: () => void;
  onDelete: () => void;
};

export function ClassCard({
  row,
  index,
  isNew,
  isNext,
  recording,
  landing,
  onRecord,
  onPlace,
  onShowAll,
  onSetAside,
  onDelete,
}: ClassCardProps) {
  const { t } = useTranslation();
  const cameraButton = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const dragged = useDraggedBy(grip, card, row.id);
  const count = useApp((state) => samplesOf(state.samples, row.id).length);
  const tests = useApp((state) => testSamplesOf(state.samples, row.id).length);
  const name = className(t, row);
  const bare = isNext && !recording;
  const focusKept = useFocusKept(card, bare);

  const close = () => {
    onRecord(false);
    // The button that opens the camera again has to be there first.
    requestAnimationFrame(() => cameraButton.current?.focus());
  };

  const place = (index: number) => {
    onPlace(index);
    // A card that is moved loses the focus on the way.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) grip.current?.focus();
    });
  };

  return (
    <DropZone
      ref={card}
      className={styles.place}
      data-class={row.id}
      data-landing={landing}
      {...focusKept}
      onDrop={(data) => bringInTransfer(data, row.id)}
    >
      <Card aria-label={name} lifted={dragged}>
        <ClassHeader
          row={row}
          index={index}
          count={count}
          isNew={isNew}
          recording={recording}
          bare={bare}
          cameraButton={cameraButton}
          grip={grip}
          onCamera={() => onRecord(!recording)}
          onPlace={place}
          onSetAside={onSetAside}
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
        <SampleStrip
          classId={row.id}
          name={name}
          awaited={recording}
          off={row.off ?? false}
          onShowAll={onShowAll}
        />
        {tests > 0 && (
          <p className={styles.tests}>
            <LockIcon small />
            <span>{t('testSet.ofClass', { pictures: count, tests })}</span>
          </p>
        )}
        <ImportReport classId={row.id} />
      </Card>
    </DropZone>
  );
}
