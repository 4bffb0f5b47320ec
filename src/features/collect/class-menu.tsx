import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import type { ClassRow } from '../../model/project';
import { useApp } from '../../store/app-store';
import { ClassMark } from '../../ui/class-mark';
import { IconButton } from '../../ui/icon-button';
import { DeleteIcon, FolderIcon, LockIcon, MoreIcon } from '../../ui/icons';
import { Menu, MenuItem, MenuSeparator, MenuSwatches } from '../../ui/menu';
import { bringInChosen } from './bring-in';

const COLOURS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

type ClassMenuProps = {
  row: ClassRow;
  index: number;
  onPlace: (index: number) => void;
  onSetAside: () => void;
  onDelete: () => void;
};

export function ClassMenu({ row, index, onPlace, onSetAside, onDelete }: ClassMenuProps) {
  const { t } = useTranslation();
  const { id, shape, colour, off = false } = row;
  const name = className(t, row);
  const isLast = useApp(({ classes }) => index === classes.length - 1);
  const { recolourClass, switchClass } = useApp.getState();
  return (
    <Menu
      trigger={<IconButton size="dense" label={t('classes.more', { name })} icon={<MoreIcon />} />}
    >
      <MenuSwatches
        label={t('classes.colour')}
        value={String(colour + 1)}
        options={COLOURS.map((each) => ({
          value: each,
          label: t(`classes.colours.${each}`),
          swatch: <ClassMark large index={shape} colour={Number(each)} />,
        }))}
        onChange={(chosen) => void recolourClass(id, Number(chosen) - 1)}
      />
      <MenuSeparator />
      <MenuItem
        disabledReason={index === 0 ? t('classes.isFirst') : undefined}
        onSelect={() => onPlace(index - 1)}
      >
        {t('classes.moveUp')}
      </MenuItem>
      <MenuItem
        disabledReason={isLast ? t('classes.isLast') : undefined}
        onSelect={() => onPlace(index + 1)}
      >
        {t('classes.moveDown')}
      </MenuItem>
      <MenuItem icon={<FolderIcon />} onSelect={() => void bringInChosen({ folder: true }, id)}>
        {t('files.chooseFolder')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LockIcon />} onSelect={() => void bringInChosen({}, id, { test: true })}>
        {t('testSet.add')}
      </MenuItem>
      <MenuItem onSelect={onSetAside}>{t('testSet.setAside')}</MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void switchClass(id, off)}>
        {off ? t('classes.useAgain') : t('classes.leaveOut')}
      </MenuItem>
      <MenuItem danger icon={<DeleteIcon />} onSelect={onDelete}>
        {t('classes.delete')}
      </MenuItem>
    </Menu>
  );
}
