import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/dialog';
import { Segmented } from '../../ui/segmented';
import styles from './about-dialog.module.css';
import { AppPart } from './app-part';
import { LessonPart } from './lesson-part';
import { LicencesPart } from './licences-part';
import { PrivacyPart } from './privacy-part';

const parts = ['app', 'privacy', 'licences', 'lesson'] as const;

type Part = (typeof parts)[number];

/** What the app is and keeps, what leaves the device, and whose work it stands on. */
export function AboutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { t: about } = useTranslation('about');
  const [part, setPart] = useState<Part>('app');
  return (
    <Dialog
      open
      wide
      tall
      title={about('title')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      <div className={styles.parts}>
        <Segmented<Part>
          label={about('parts.label')}
          value={part}
          options={parts.map((value) => ({ value, label: about(`parts.${value}`) }))}
          onChange={setPart}
        />
      </div>
      {/* A keyboard scrolls what has the focus. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <section key={part} className={styles.part} tabIndex={0} aria-label={about(`parts.${part}`)}>
        {part === 'app' && <AppPart />}
        {part === 'lesson' && <LessonPart />}
        {part === 'privacy' && <PrivacyPart />}
        {part === 'licences' && <LicencesPart />}
      </section>
    </Dialog>
  );
}
