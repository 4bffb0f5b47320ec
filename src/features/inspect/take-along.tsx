import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../model/evaluation';
import { hyphenated } from '../../model/file-names';
import type { StoredRun } from '../../model/run';
import { useApp } from '../../store/app-store';
import {
  type Answered,
  answersTable,
  classesTable,
  matrixTable,
  toCsv,
  toPasted,
} from '../../store/inspect/answers';
import { Button } from '../../ui/button';
import { download } from '../../ui/download';
import { CopyIcon, PictureIcon, SaveIcon, TableIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import { Menu, MenuItem } from '../../ui/menu';
import { matrixPng } from './matrix-png';
import styles from './take-along.module.css';
import { useClassName } from './use-class-name';

type TakeAlongProps = {
  /** Which pictures the figures are of, with their count, as written in files and pictures. */
  set: string;
  run: StoredRun;
  evaluation: Evaluation | undefined;
  answers: readonly Answered[] | undefined;
};

/**
 * The figures to take along: copied for pasting, as CSV, or as a picture. All of it is made here.
 */
export function TakeAlong({ set, run, evaluation, answers }: TakeAlongProps) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const project = useApp((state) => state.project?.name ?? '');
  const samples = useApp((state) => state.samples);
  const [said, setSaid] = useState('');
  const older = t('inspect.take.older');
  const none = evaluation ? undefined : t('result.noneHeldOut');
  const classes = run.result.head.classes.map(nameOf);
  const columns = {
    picture: t('inspect.take.picture'),
    is: t('inspect.take.is'),
    said: t('inspect.take.said'),
    class: t('inspect.byClass.class'),
    precision: t('inspect.byClass.precision'),
    recall: t('inspect.byClass.recall'),
    f1: t('inspect.byClass.f1'),
    there: t('inspect.take.there'),
    right: t('inspect.take.right'),
  };
  const fileName = (what: string, ending: string) =>
    `${hyphenated(`${project} ${what} ${set}`, 'apprentice')}.${ending}`;
  const saveTable = (table: (string | number)[][], what: string) =>
    download(new Blob([toCsv(table)], { type: 'text/csv' }), fileName(what, 'csv'));

  const copy = async () => {
    if (!evaluation) return;
    try {
      await navigator.clipboard.writeText(toPasted(matrixTable(evaluation.confusion, classes)));
      setSaid(t('inspect.take.copied'));
    } catch {
      // It was refused, or the page is not served over https. The browser does not say which.
      setSaid(t('inspect.take.notCopied'));
    }
  };
  const savePng = async () => {
    if (!evaluation) return;
    const { confusion } = evaluation;
    const picture = {
      title: t('inspect.matrix.title'),
      legend: `${set}; ${t('inspect.matrix.legend')}`,
      names: classes,
      confusion,
    };
    download(
      await matrixPng(picture, getComputedStyle(document.body)),
      fileName(t('inspect.take.matrixFile'), 'png'),
    );
  };

  return (
    <>
      <span className={styles.said}>{said}</span>
      <LiveRegion message={said} />
      <Menu
        trigger={
          <Button size="dense" icon={<SaveIcon />}>
            {t('inspect.take.label')}
          </Button>
        }
      >
        <MenuItem icon={<CopyIcon />} disabledReason={none} onSelect={() => copy()}>
          {t('inspect.take.copy')}
        </MenuItem>
        <MenuItem
          icon={<TableIcon />}
          disabledReason={none ?? (answers ? undefined : older)}
          onSelect={() =>
            answers &&
            saveTable(
              answersTable(answers, classes, (id) => samples[id]?.name ?? id, columns),
              t('inspect.take.answersFile'),
            )
          }
        >
          {t('inspect.take.answers')}
        </MenuItem>
        <MenuItem
          icon={<TableIcon />}
          disabledReason={none ?? (evaluation?.perClass ? undefined : older)}
          onSelect={() =>
            evaluation?.perClass &&
            saveTable(
              classesTable(evaluation.perClass, classes, columns),
              t('inspect.take.classesFile'),
            )
          }
        >
          {t('inspect.take.classes')}
        </MenuItem>
        <MenuItem icon={<PictureIcon />} disabledReason={none} onSelect={() => savePng()}>
          {t('inspect.take.matrix')}
        </MenuItem>
      </Menu>
    </>
  );
}
