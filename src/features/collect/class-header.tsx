import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { MOST_NAME } from '../../model/limits';
import type { ClassRow } from '../../model/project';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { EditableText } from '../../ui/editable-text';
import type { Elements } from '../../ui/elements';
import { Grip } from '../../ui/grip';
import { CameraIcon, UploadIcon } from '../../ui/icons';
import { Muted } from '../../ui/muted';
import { media, useMedia } from '../../ui/use-media';
import { bringInChosen } from './bring-in';
import styles from './class-header.module.css';
import { ClassMenu } from './class-menu';

type ClassHeaderProps = {
  row: ClassRow;
  index: number;
  count: number;
  isNew: boolean;
  recording: boolean;
  /** Large buttons stand below, so the small ones would only repeat them. */
  bare: boolean;
  cameraButton: Ref<HTMLButtonElement>;
  grip: Ref<HTMLSpanElement>;
  onCamera: () => void;
  /** Moves the class to another place among the classes. */
  onPlace: (index: number) => void;
  onSetAside: () => void;
  onDelete: () => void;
};

export function ClassHeader({
  row,
  index,
  count,
  isNew,
  recording,
  bare,
  cameraButton,
  grip,
  onCamera,
  onPlace,
  onSetAside,
  onDelete,
}: ClassHeaderProps) {
  const { t } = useTranslation();
  const renameClass = useApp((state) => state.renameClass);
  const { id, name, shape, colour } = row;
  // A new project shows an example of a name. Later it shows the name that the rest of the page
  // uses.
  const examples = [t('classes.placeholderFirst'), t('classes.placeholderSecond')];
  const placeholder = count > 0 ? className(t, row) : (examples[shape] ?? t('classes.placeholder'));
  return (
    <header className={styles.header}>
      <Grip
        ref={grip}
        label={t('classes.grip', { name: className(t, row) })}
        onUp={() => onPlace(index - 1)}
        onDown={() => onPlace(index + 1)}
      />
      <ClassMark index={shape} colour={colour + 1} />
      <EditableText
        className={styles.name ?? ''}
        value={name}
        label={t('classes.name', { number: shape + 1 })}
        placeholder={placeholder}
        maxLength={MOST_NAME}
        startEditing={isNew}
        onCommit={(next) => renameClass(id, next)}
      />
      {count > 0 && (
        <Muted as="span">
          <span aria-hidden>{t('classes.count', { count })}</span>
          <span className="visually-hidden">{t('units.picture', { count })}</span>
        </Muted>
      )}
      {row.off && <span className={styles.off}>{t('classes.leftOut')}</span>}
      <span className={styles.acts}>
        {!bare && (
          <>
            <Act
              ref={cameraButton}
              way="camera"
              text={t('classes.camera')}
              icon={<CameraIcon />}
              pressed={recording}
              onClick={onCamera}
            />
            <Act
              way="files"
              text={t('classes.files')}
              icon={<UploadIcon />}
              onClick={() => bringInChosen({}, id)}
            />
          </>
        )}
        <ClassMenu
          row={row}
          index={index}
          onPlace={onPlace}
          onSetAside={onSetAside}
          onDelete={onDelete}
        />
      </span>
    </header>
  );
}

type ActProps = {
  way: 'camera' | 'files';
  ref?: Ref<HTMLButtonElement>;
  text: string;
  icon: Elements;
  pressed?: boolean;
  onClick: () => void;
};

/** A phone has no room for the word. */
function Act({ way, text, ...rest }: ActProps) {
  const phone = useMedia(media.phone);
  return (
    <Button data-way={way} variant="quiet" size="dense" square={phone} {...rest}>
      <span className={phone ? 'visually-hidden' : undefined}>{text}</span>
    </Button>
  );
}
