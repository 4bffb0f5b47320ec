import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { theirShares, useComparison } from '../../store/compare/comparison';
import type { OtherModel } from '../../store/compare/other-model-slice';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { type ConfidenceBar, ConfidenceBars } from '../../ui/confidence-bars';
import { PictureIcon } from '../../ui/icons';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import styles from './one-picture.module.css';
import { useOurClasses } from './our-classes';
import { Part } from './part';

/** Grey, for a class that only the other model has. */
const NO_COLOUR = 10;

/** Both models' answers to a picture, side by side. */
export function OnePicture({ model }: { model: OtherModel }) {
  const { t } = useTranslation('compare');
  const tried = useComparison((state) => state.tried);
  const unreadable = useComparison((state) => state.unreadable);
  const failed = useComparison((state) => state.unanswered);
  const url = useObjectUrl(tried?.picture);
  const input = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [picture] = target.files ?? [];
    if (picture) void useComparison.getState().tryPicture(picture); // Shows its errors itself.
    // This lets the same file be chosen again.
    target.value = '';
  };
  return (
    <Part
      title={t('try.title')}
      beside={<Muted small>{t('try.camera')}</Muted>}
      actions={
        <Button size="dense" icon={<PictureIcon />} onClick={() => input.current?.click()}>
          {t('try.choose')}
        </Button>
      }
    >
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('try.choose')}
        onChange={take}
        data-testid="compare-picture"
      />
      <div role="status">
        {unreadable && <Note kind="warn">{t('try.unreadable')}</Note>}
        {failed && <Note kind="warn">{t('try.failed')}</Note>}
      </div>
      {tried && (
        <div className={styles.tried}>
          {url !== undefined && <img className={styles.shown} src={url} alt={t('try.alt')} />}
          <OurBars />
          <TheirBars model={model} />
        </div>
      )}
    </Part>
  );
}

function OurBars() {
  const { t } = useTranslation('compare');
  const { run, names, rows } = useOurClasses();
  const prediction = useComparison((state) => state.tried?.ours);
  const { confidence } = formatsFor(currentLanguage());
  const bars = (run?.result.head.classes ?? []).flatMap((id, i): ConfidenceBar[] => {
    const row = rows[i];
    const share = prediction?.probabilities[prediction.classes.indexOf(id)];
    if (!row || share === undefined) return [];
    return [
      {
        id,
        name: names[i] ?? '',
        mark: <ClassMark index={row.shape} colour={row.colour + 1} />,
        colour: row.colour + 1,
        share,
        text: confidence(share),
      },
    ];
  });
  return (
    <div>
      <h4>{t('measure.yours')}</h4>
      {bars.length > 0 ? (
        <ConfidenceBars label={t('try.ours')} bars={bars} />
      ) : (
        <Muted small>{t('try.untrained')}</Muted>
      )}
    </div>
  );
}

function TheirBars({ model }: { model: OtherModel }) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  const { names, rows } = useOurClasses();
  const answer = useComparison((state) => state.tried?.theirs);
  const { confidence } = formatsFor(currentLanguage());
  const name = model.name || t('model.nameless');
  return (
    <div>
      <h4>{name}</h4>
      <ConfidenceBars
        label={t('try.theirs', { model: name })}
        bars={theirShares(model, answer ?? [], names).map(({ label, classIndex, share }, i) => {
          const row = classIndex === undefined ? undefined : rows[classIndex];
          return {
            id: `${i} ${label}`,
            name: label || common('classes.unnamed', { number: i + 1 }),
            mark: row && <ClassMark index={row.shape} colour={row.colour + 1} />,
            colour: row ? row.colour + 1 : NO_COLOUR,
            share: answer ? share : null,
            text: answer ? confidence(share) : common('try.noAnswer'),
          };
        })}
      />
    </div>
  );
}

/** A URL for an <img>, valid as long as this is the picture. */
function useObjectUrl(picture: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!picture) return setUrl(undefined);
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  return url;
}
