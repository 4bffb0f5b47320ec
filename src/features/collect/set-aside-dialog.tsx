import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { asideOf, testIds } from '../../store/collect/set-aside';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Note } from '../../ui/note';
import { Slider } from '../../ui/slider';
import styles from './set-aside-dialog.module.css';

/** In percent. */
const SHARE = { first: 20, min: 5, max: 50, step: 5 };

type SetAsideDialogProps = {
  /** The class to set aside from, or all classes that are learned from if there is none. */
  classId?: string | undefined;
  onClose: () => void;
};

/** Sets a share of the pictures aside for testing, or returns all of them to learning. */
export function SetAsideDialog({ classId, onClose }: SetAsideDialogProps) {
  const { t } = useTranslation();
  const { percent, list } = formatsFor(currentLanguage());
  const [share, setShare] = useState(SHARE.first);
  const state = useApp(
    useShallow(({ classes, samples, settings }) => ({ classes, samples, settings })),
  );
  const { setAside } = useApp.getState();
  const { ids, flattered } = useMemo(
    () => asideOf(state, share / 100, classId),
    [state, share, classId],
  );
  const tests = useMemo(() => testIds(state, classId), [state, classId]);
  const count = ids.length;
  const nameOf = (id: string) => {
    const row = state.classes.find((each) => each.id === id);
    return row ? t('classes.quoted', { name: className(t, row) }) : '';
  };
  const none = tests.length > 0 ? t('testSet.enough') : t('testSet.tooFew');
  const change = (wanted: readonly string[], aside: boolean) => {
    setAside(wanted, aside);
    onClose();
  };

  return (
    <Dialog
      open
      title={
        classId === undefined ? t('testSet.title') : t('testSet.titleOf', { name: nameOf(classId) })
      }
      description={t('testSet.what')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
      footer={
        <>
          <Button
            disabledReason={tests.length === 0 ? t('testSet.none') : undefined}
            onClick={() => change(tests, false)}
          >
            {t('testSet.learnFromAll')}
          </Button>
          <Button
            variant="primary"
            disabledReason={count === 0 ? none : undefined}
            onClick={() => change(ids, true)}
          >
            {t('testSet.run', { count })}
          </Button>
        </>
      }
    >
      <div className={styles.choice}>
        <Slider
          label={classId === undefined ? t('testSet.shareOfEach') : t('testSet.share')}
          hint={t('testSet.whole')}
          value={share}
          min={SHARE.min}
          max={SHARE.max}
          step={SHARE.step}
          format={(value) => percent(value / 100)}
          onChange={setShare}
          onCommit={setShare}
        />
        <p role="status">
          {count === 0
            ? none
            : tests.length === 0
              ? t('testSet.would', { count })
              : t('testSet.wouldMore', { count, there: tests.length })}
        </p>
        {flattered.length > 0 && (
          <Note kind="warn">
            {t('testSet.flatters', { count: flattered.length, names: list(flattered.map(nameOf)) })}
          </Note>
        )}
      </div>
    </Dialog>
  );
}
