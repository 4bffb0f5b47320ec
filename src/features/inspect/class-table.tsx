import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Evaluation } from '../../model/evaluation';
import { rateView } from '../../store/inspect/answers';
import { Panel } from '../../ui/panel';
import { ClassLabel } from './class-label';
import styles from './class-table.module.css';

type ClassTableProps = { evaluation: Evaluation; classes: readonly string[] };

/**
 * Precision, recall and F1 of each class, with the counts behind them. If there are too few
 * pictures, only the counts.
 */
export function ClassTable({ evaluation, classes }: ClassTableProps) {
  const { t } = useTranslation();
  const { percent } = formatsFor(currentLanguage());
  const few = rateView(evaluation).kind === 'few';
  const share = (value: number | undefined) =>
    few ? null : value === undefined ? '–' : percent(value);
  return (
    <Panel title={t('inspect.byClass.title')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('inspect.byClass.class')}</th>
            <th scope="col">{t('inspect.byClass.precision')}</th>
            <th scope="col">{t('inspect.byClass.recall')}</th>
            <th scope="col">{t('inspect.byClass.f1')}</th>
          </tr>
        </thead>
        <tbody>
          {evaluation.perClass?.map(({ precision, recall, f1, right, said, there }, k) => (
            <tr key={classes[k]}>
              <th scope="row">
                <ClassLabel id={classes[k] ?? ''} />
              </th>
              <td>
                <span>{share(precision)}</span>
                <small>{t('inspect.byClass.ofSaid', { right, count: said })}</small>
              </td>
              <td>
                <span>{share(recall)}</span>
                <small>{t('inspect.byClass.ofThere', { right, count: there })}</small>
              </td>
              <td>
                <b>{few || f1 === undefined ? '–' : f1.toFixed(2)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.plain}>{t('inspect.byClass.what')}</p>
    </Panel>
  );
}
