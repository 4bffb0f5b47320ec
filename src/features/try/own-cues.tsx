import { type ChangeEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { type CueKind, type CueProblem, type Cues, chooseCue } from '../../store/try/cues';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { CloseIcon } from '../../ui/icons';
import { Popover } from '../../ui/popover';
import { Mark } from './mark';
import styles from './own-cues.module.css';

type OwnCuesProps = {
  cues: Cues;
  onChange: () => void;
  /** True while a file is being chosen, because browsers leave the full screen for that. */
  choosing: RefObject<boolean>;
};

/** A person's own sound and picture for each class. */
export function OwnCues({ cues, onChange, choosing }: OwnCuesProps) {
  const { t } = useTranslation('present');
  const { t: common } = useTranslation();
  const classes = useApp((state) => state.classes);
  const [problem, setProblem] = useState<CueProblem>();
  const take = async (classId: string, kind: CueKind, file: File | undefined) => {
    setProblem(await chooseCue(classId, kind, file));
    onChange();
  };
  return (
    <Popover trigger={<Button size="dense">{t('own')}</Button>} title={t('ownTitle')}>
      <p className={styles.text}>{t('ownText')}</p>
      {problem && (
        <p role="alert" className={styles.problem}>
          {t(`problem.${problem}`)}
        </p>
      )}
      <ul className={styles.list}>
        {classes.map((row) => (
          <li key={row.id} className={styles.row}>
            <span className={styles.name}>
              <Mark row={row} />
              <span translate="no">{className(common, row)}</span>
            </span>
            {(['sound', 'picture'] as const).map((kind) => (
              <CueButton
                key={kind}
                kind={kind}
                of={className(common, row)}
                name={cues.get(row.id)?.[kind]?.name}
                choosing={choosing}
                onTake={(file) => take(row.id, kind, file)}
              />
            ))}
          </li>
        ))}
      </ul>
    </Popover>
  );
}

type CueButtonProps = {
  kind: CueKind;
  /** The name of the class. */
  of: string;
  /** The name of the file. */
  name: string | undefined;
  choosing: RefObject<boolean>;
  onTake: (file: File | undefined) => void;
};

function CueButton({ kind, of, name, choosing, onTake }: CueButtonProps) {
  const { t } = useTranslation('present');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const done = () => {
      choosing.current = false;
    };
    const left = new AbortController();
    for (const end of ['change', 'cancel']) {
      input.current?.addEventListener(end, done, { signal: left.signal });
    }
    return () => left.abort();
  }, [choosing]);
  const took = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // This lets the same file be chosen again.
    target.value = '';
    if (file) onTake(file);
  };
  return (
    <span className={styles.cue}>
      <input
        ref={input}
        type="file"
        hidden
        accept={kind === 'sound' ? 'audio/*' : 'image/*'}
        onChange={took}
      />
      <Button
        size="dense"
        className={styles.file ?? ''}
        aria-label={t(`${kind}Of`, { name: of, file: name ?? t(`no.${kind}`) })}
        onClick={() => {
          choosing.current = true;
          input.current?.click();
        }}
      >
        <span className={styles.fileName}>{name ?? t(`no.${kind}`)}</span>
      </Button>
      {name !== undefined && (
        <IconButton
          size="dense"
          icon={<CloseIcon />}
          label={t(`${kind}Without`, { name: of })}
          onClick={() => onTake(undefined)}
        />
      )}
    </span>
  );
}
