import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { matchClasses, useComparison } from '../../store/compare/comparison';
import type { OtherModel } from '../../store/compare/other-model-slice';
import { Button } from '../../ui/button';
import { DeleteIcon } from '../../ui/icons';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { ChooseModel } from './bring-model';
import styles from './model-card.module.css';
import { useOurClasses } from './our-classes';
import { Part } from './part';

/** The most names that are listed. */
const MOST_NAMES = 12;

/** The model that was brought in, and which of its classes the person has too. */
export function ModelCard({ model }: { model: OtherModel }) {
  const { t } = useTranslation('compare');
  const { remove, bringAgain } = useComparison.getState();
  return (
    <Part
      title={model.name || t('model.nameless')}
      beside={<Muted small>{t(`model.${model.madeBy}`)}</Muted>}
      actions={
        <>
          <ChooseModel another />
          <Button variant="quiet" size="dense" icon={<DeleteIcon />} onClick={() => remove()}>
            {t('bring.remove')}
          </Button>
        </>
      }
    >
      <Muted small>
        {t('model.facts', {
          count: model.labels.length,
          size: model.inputSize,
          bytes: model.bytes,
          ms: model.msPerPicture,
        })}
      </Muted>
      {model.gone ? (
        <Note kind="warn" action={{ label: t('gone.again'), onClick: () => bringAgain() }}>
          {t('gone.text')}
        </Note>
      ) : (
        <Matches model={model} />
      )}
    </Part>
  );
}

function Matches({ model: { labels } }: { model: OtherModel }) {
  const { t } = useTranslation('compare');
  const { names } = useOurClasses();
  const { list } = formatsFor(currentLanguage());
  const told = (some: readonly string[]) =>
    list([...some.slice(0, MOST_NAMES), ...(some.length > MOST_NAMES ? ['…'] : [])]);
  if (labels.every((label) => label === '')) return <Note kind="warn">{t('match.nameless')}</Note>;
  const classOf = matchClasses(labels, names);
  const both = names.filter((_, i) => classOf.includes(i));
  const onlyOurs = names.filter((_, i) => !classOf.includes(i));
  const onlyTheirs = labels.filter((_, i) => classOf[i] === -1);
  if (both.length === 0) {
    return <Note kind="warn">{t('match.none', { names: told(labels) })}</Note>;
  }
  return (
    <ul className={styles.matches}>
      <li>{t('match.both', { names: told(both) })}</li>
      {onlyOurs.length > 0 && <li>{t('match.onlyOurs', { names: told(onlyOurs) })}</li>}
      {onlyTheirs.length > 0 && <li>{t('match.onlyTheirs', { names: told(onlyTheirs) })}</li>}
    </ul>
  );
}
