import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import styles from './lesson-part.module.css';
import { Part } from './part';
import { usePrintAlone } from './use-print-alone';

const steps = ['start', 'record', 'try', 'fool', 'mend', 'talk'] as const;
const goals = ['examples', 'measure', 'bias'] as const;
const troubles = ['camera', 'slow', 'wrong'] as const;

/** A lesson of 45 minutes, to print or to teach from. */
export function LessonPart() {
  const { t } = useTranslation('about');
  usePrintAlone();
  return (
    <Part>
      <p>
        <b>{t('lesson.short')}</b>
      </p>
      <div data-print="never">
        <Button onClick={() => print()}>{t('privacy.print')}</Button>
      </div>
      <h3>{t('lesson.goals.title')}</h3>
      <ul>
        {goals.map((each) => (
          <li key={each}>{t(`lesson.goals.${each}`)}</li>
        ))}
      </ul>
      <h3>{t('lesson.steps.title')}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('lesson.steps.minutes')}</th>
            <th scope="col">{t('lesson.steps.what')}</th>
            <th scope="col">{t('lesson.steps.ask')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((each) => (
            <tr key={each}>
              <td className={styles.minutes}>{t(`lesson.${each}.minutes`)}</td>
              <td>{t(`lesson.${each}.what`)}</td>
              <td>{t(`lesson.${each}.ask`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t('lesson.troubles.title')}</h3>
      <ul>
        {troubles.map((each) => (
          <li key={each}>{t(`lesson.troubles.${each}`)}</li>
        ))}
      </ul>
    </Part>
  );
}
