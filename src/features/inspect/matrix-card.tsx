import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../model/evaluation';
import { type Answered, type Cell, inCell, rateView } from '../../store/inspect/answers';
import { Panel } from '../../ui/panel';
import { Segmented } from '../../ui/segmented';
import { CellPictures } from './cell-pictures';
import { Matrix } from './matrix';
import styles from './matrix-card.module.css';

type MatrixCardProps = {
  evaluation: Evaluation;
  /** The ids of the run's classes. */
  classes: readonly string[];
  answers: readonly Answered[] | undefined;
  onWhy: (id: string) => void;
};

/** What was taken for what. A cell opens its pictures below. */
export function MatrixCard({ evaluation, classes, answers, onWhy }: MatrixCardProps) {
  const { t } = useTranslation();
  const [wantedBy, setBy] = useState<'counts' | 'shares'>('counts');
  const few = rateView(evaluation).kind === 'few';
  const by = few ? 'counts' : wantedBy;
  const [wanted, setOpen] = useState<Cell>();
  const pictures = answers && wanted ? inCell(answers, wanted) : [];
  const open = pictures.length > 0 ? wanted : undefined;
  return (
    <Panel
      title={t('inspect.matrix.title')}
      aside={
        <Segmented
          label={t('inspect.matrix.by')}
          size="dense"
          value={by}
          options={[
            { value: 'counts', label: t('inspect.matrix.counts') },
            {
              value: 'shares',
              label: t('inspect.matrix.shares'),
              disabledReason: few ? t('inspect.tooFew') : undefined,
            },
          ]}
          onChange={setBy}
        />
      }
    >
      <p className={styles.legend}>{t('inspect.matrix.legend')}</p>
      <Matrix
        evaluation={evaluation}
        classes={classes}
        by={by}
        open={open}
        onOpen={answers ? setOpen : undefined}
      />
      {open && (
        <CellPictures
          key={`${open.label}-${open.said}`}
          labelled={classes[open.label] ?? ''}
          said={classes[open.said] ?? ''}
          classes={classes}
          pictures={pictures}
          onClose={() => setOpen(undefined)}
          onWhy={onWhy}
        />
      )}
    </Panel>
  );
}
