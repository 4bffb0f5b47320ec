import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import './print.css';
import { Muted } from '../../ui/muted';
import { Part } from './part';
import { usePrintAlone } from './use-print-alone';

const kept = ['pictures', 'settings', 'page', 'files'] as const;

/**
 * One page that a school can print: it says what is kept where, and that nothing leaves the device.
 */
export function PrivacyPart() {
  const { t } = useTranslation('about');
  const address = new URL('.', document.baseURI).href;
  usePrintAlone();
  return (
    <Part>
      <p>
        <b>{t('privacy.short')}</b>
      </p>
      <Muted faint>{t('privacy.where', { address })}</Muted>
      <div data-print="never">
        <Button onClick={() => print()}>{t('privacy.print')}</Button>
      </div>
      <h3>{t('privacy.kept.title')}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('privacy.kept.what')}</th>
            <th scope="col">{t('privacy.kept.place')}</th>
          </tr>
        </thead>
        <tbody>
          {kept.map((each) => (
            <tr key={each}>
              <td>{t(`privacy.kept.${each}`)}</td>
              <td>{t(`privacy.kept.${each}Place`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('privacy.kept.who')}</p>
      <p>{t('privacy.kept.until')}</p>
      <h3>{t('privacy.leaves.title')}</h3>
      <p>{t('privacy.leaves.nothing')}</p>
      <p>{t('privacy.leaves.own')}</p>
      <p>{t('privacy.leaves.sent')}</p>
      <p>{t('privacy.leaves.none')}</p>
      <p>{t('privacy.leaves.server')}</p>
      <h3>{t('privacy.camera.title')}</h3>
      <p>{t('privacy.camera.asked')}</p>
      <p>{t('privacy.camera.record')}</p>
      <p>{t('privacy.camera.sound')}</p>
      <h3>{t('privacy.delete.title')}</h3>
      <p>{t('privacy.delete.one')}</p>
      <p>{t('privacy.delete.all')}</p>
      <h3>{t('privacy.check.title')}</h3>
      <p>{t('privacy.check.offline')}</p>
      <p>{t('privacy.check.tools')}</p>
    </Part>
  );
}
