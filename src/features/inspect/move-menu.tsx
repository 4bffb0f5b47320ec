import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { Menu, MenuItem } from '../../ui/menu';

type MoveMenuProps = {
  ids: readonly string[];
  disabledReason?: string | undefined;
  onDone?: (() => void) | undefined;
};

/** Moves pictures to another class. */
export function MoveMenu({ ids, disabledReason, onDone }: MoveMenuProps) {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const button = (
    <Button size="dense" disabledReason={disabledReason}>
      {t('grid.moveTo')}
    </Button>
  );
  if (disabledReason !== undefined) return button;
  const elsewhere = (classId: string) => ids.filter((id) => samples[id]?.classId !== classId);
  return (
    <Menu trigger={button}>
      {classes
        .filter(({ id }) => elsewhere(id).length > 0)
        .map((row) => (
          <MenuItem
            key={row.id}
            icon={<ClassMark index={row.shape} colour={row.colour + 1} />}
            onSelect={() => {
              useApp.getState().moveSamples(elsewhere(row.id), row.id);
              onDone?.();
            }}
          >
            <span translate="no">{className(t, row)}</span>
          </MenuItem>
        ))}
    </Menu>
  );
}
