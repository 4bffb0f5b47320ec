// What another model says about the current picture or frame, under the answer's own bars.
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { theirShares, useComparison } from '../../store/compare/comparison';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { ConfidenceBars } from '../../ui/confidence-bars';
import { Note } from '../../ui/note';
import { Section } from '../../ui/section';

/** Grey, for a class that only the other model has. */
const NO_COLOUR = 10;

/** The dialog shows its errors. */
async function bringAgain(): Promise<void> {
  await useComparison.getState().bringAgain();
  if (useComparison.getState().problem) useApp.getState().openComparison();
}

export function OtherAnswer() {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  const model = useApp((state) => state.otherModel);
  const answer = useApp((state) => state.otherAnswer);
  const classes = useApp((state) => state.classes);
  const { confidence } = formatsFor(currentLanguage());
  if (!model) return null;
  const name = model.name || t('model.nameless');
  const names = classes.map((row) => className(common, row));
  return (
    <Section
      title={name}
      aside={
        <Button variant="link" onClick={() => useApp.getState().openComparison()}>
          {t('details')}
        </Button>
      }
    >
      {model.gone ? (
        <Note
          kind="warn"
          action={{
            label: t('gone.again'),
            onClick: () => bringAgain(),
          }}
        >
          {t('gone.text')}
        </Note>
      ) : (
        <ConfidenceBars
          label={t('try.theirs', { model: name })}
          bars={theirShares(model, answer ?? [], names).map(({ label, classIndex, share }, i) => {
            const row = classIndex === undefined ? undefined : classes[classIndex];
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
      )}
    </Section>
  );
}
