import { useTranslation } from 'react-i18next';
import type { ImportFailure } from '../../store/collect/incoming';
import { Dialog } from '../../ui/dialog';
import { focusOnce } from '../../ui/focus-once';
import styles from './failures-dialog.module.css';

type FailuresDialogProps = { failures: readonly ImportFailure[]; onClose: () => void };

/** Which files could not be added, and why. */
export function FailuresDialog({ failures, onClose }: FailuresDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      title={t('files.failuresTitle')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      {/* The reading starts here. On Close, a tooltip would take the first Escape. */}
      <table ref={focusOnce} tabIndex={-1} className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('files.file')}</th>
            <th scope="col">{t('files.why')}</th>
          </tr>
        </thead>
        <tbody>
          {failures.map(({ name, reason, detail }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the list only grows
            <tr key={i}>
              <th scope="row" translate="no">
                {name}
              </th>
              <td>
                <span>{t(`files.reason.${reason}`)}</span>
                {detail !== undefined && <span translate="no">{` ${detail}`}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
