import { type ClipboardEvent, useCallback, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadViewTexts } from '../../i18n/i18n';
import { isArchive, isOfModel } from '../../model/brought-files';
import { useApp } from '../../store/app-store';
import { answersByOwnModel, canAnswer, standInOf } from '../../store/train/stand-in-slice';
import { useCameraState } from '../../store/use-camera';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { DropZone } from '../../ui/drop-zone';
import type { Elements } from '../../ui/elements';
import { CameraIcon, CompareIcon, EyeIcon, FileIcon, TakeAwayIcon } from '../../ui/icons';
import { lazyDialog, lazyPart } from '../../ui/lazy-part';
import { Segmented } from '../../ui/segmented';
import { UndoBar } from '../../ui/undo-bar';
import { AnswerPanel } from './answer-panel';
import { BackgroundOffer } from './background-offer';
import { CameraTrial } from './camera-trial';
import { HeatSwitch } from './heat-map';
import { NearestPictures } from './nearest-pictures';
import { AnotherPicture, PictureTrial } from './picture-trial';
import { TriedBefore } from './tried-before';
import styles from './try-column.module.css';
import { Privacy, Untrained } from './untrained';
import { useCameraHere } from './use-camera-here';
import { firstPicture, usePicture } from './use-picture';
import { useTeaching } from './use-teaching';

/** Loaded with its texts when it is asked for. */
const Presentation = lazyDialog(async () => {
  const [loaded] = await Promise.all([import('./presentation'), loadViewTexts('present')]);
  return { default: loaded.Presentation };
});

/** Loaded likewise, with the texts of the view that puts it to use. */
const StandInNote = lazyPart(async () => {
  const [loaded] = await Promise.all([import('./stand-in-note'), loadViewTexts('transfer')]);
  return { default: loaded.StandInNote };
});

type Source = 'camera' | 'picture';

type TryColumnProps = {
  /** False if the column is hidden, as behind another step on a phone. It needs no camera then. */
  visible: boolean;
  /** Leads to where pictures are taken. */
  onCollect: () => void;
  /** Leads to where the head is trained. */
  onTrain: () => void;
  /** Offers the learned classifier to run elsewhere. */
  onTakeAway: () => void;
  /** What another model says, under the answer's own bars. */
  beside: Elements;
};

/** Answers the live camera or a picture. */
export function TryColumn({ visible, onCollect, onTrain, onTakeAway, beside }: TryColumnProps) {
  const { t } = useTranslation();
  const id = useId();
  const able = useApp(canAnswer);
  const own = useApp(answersByOwnModel);
  const standIn = useApp((state) => standInOf(state) !== undefined);
  const [source, setSource] = useState<Source>('camera');
  const byCamera = source === 'camera' && able;
  const camera = useCameraHere(visible, byCamera, able);
  const picture = usePicture(visible && source === 'picture');
  const live = useCameraState(({ status }) => status === 'on') && byCamera && camera.use !== 'off';
  const [explained, setExplained] = useState(false);
  const teaching = useTeaching();
  const [presenting, setPresenting] = useState(false);
  const stopPresenting = useCallback(() => setPresenting(false), []);

  // A picture always gets an explanation. A live answer does only on request, because it takes
  // longer.
  const explainLive = explained && live;
  useEffect(() => {
    if (!explainLive) return;
    useApp.getState().setExplaining(true);
    return () => useApp.getState().setExplaining(false);
  }, [explainLive]);

  const take = (files: Iterable<File>) => {
    const first = firstPicture(files);
    if (!first) return;
    if (isOfModel(files) || isArchive(first)) {
      useApp.getState().openComparison([...files]);
      return;
    }
    setSource('picture');
    picture.choose(first);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    take(event.clipboardData.files);
  };

  return (
    <DropZone className={styles.zone} onDrop={(data) => take(data.files)}>
      <section aria-labelledby={id} tabIndex={-1} className={styles.column} onPaste={onPaste}>
        <header className={styles.head}>
          <h2 id={id}>{t('steps.try')}</h2>
          {live && <Rate />}
        </header>
        <div className={styles.source}>
          <Segmented
            label={t('try.source')}
            size="dense"
            value={source}
            options={[
              { value: 'camera', label: t('try.camera'), icon: <CameraIcon /> },
              { value: 'picture', label: t('try.picture'), icon: <FileIcon /> },
            ]}
            onChange={setSource}
          />
          {able && source === 'picture' && <AnotherPicture picture={picture} />}
          {live && (
            <Button variant="quiet" size="dense" onClick={camera.turnOff}>
              {t('camera.turnOff')}
            </Button>
          )}
        </div>
        {standIn && <StandInNote className={styles.note} />}
        {!able ? (
          <Untrained source={source} onCollect={onCollect} onTrain={onTrain} />
        ) : source === 'camera' ? (
          <CameraTrial
            camera={camera}
            visible={visible}
            explained={explained}
            onPicture={() => setSource('picture')}
          />
        ) : (
          <PictureTrial picture={picture} explained={explained} />
        )}
        <HeatSwitch on={explained} able={able} onChange={setExplained} />
        <AnswerPanel live={live} beside={beside} onTeach={teaching.teach} />
        {able && source === 'picture' && picture.url !== undefined && <NearestPictures />}
        {able && <TriedBefore onTeach={teaching.teach} />}
        {able && source === 'camera' && <BackgroundOffer onAdded={onCollect} />}
        {able && (
          <Actions className={styles.takeAway}>
            <Button icon={<EyeIcon />} onClick={() => setPresenting(true)}>
              {t('try.present')}
            </Button>
            <Button
              icon={<TakeAwayIcon />}
              disabledReason={own ? t('takeAway.own') : undefined}
              onClick={onTakeAway}
            >
              {t('takeAway.open')}
            </Button>
            <CompareButton />
          </Actions>
        )}
        {presenting && <Presentation live={live} onClose={stopPresenting} />}
        <Privacy brief={able} />
        <UndoBar
          message={teaching.message}
          undoLabel={t('common.undo')}
          closeLabel={t('common.close')}
          onUndo={() => useApp.getState().undo()}
          onClose={teaching.close}
        />
      </section>
    </DropZone>
  );
}

function CompareButton() {
  const { t } = useTranslation();
  return (
    <Button icon={<CompareIcon />} onClick={() => useApp.getState().openComparison()}>
      {t('compare.open')}
    </Button>
  );
}

function Rate() {
  const { t } = useTranslation();
  const count = useApp((state) => state.answersPerSecond);
  return <span className={styles.meta}>{t('try.rate', { count })}</span>;
}
