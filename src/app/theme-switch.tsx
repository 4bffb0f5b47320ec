import { useTranslation } from 'react-i18next';
import { type Theme, usePreferences } from '../store/preferences';
import { IconButton } from '../ui/icon-button';
import { ThemeIcon } from '../ui/icons';
import { Menu, MenuItem } from '../ui/menu';

const themes: readonly Theme[] = ['light', 'dark', 'system'];

export function ThemeSwitch() {
  const { t } = useTranslation();
  return (
    <Menu
      label={t('theme.label')}
      trigger={<IconButton size="dense" label={t('theme.label')} icon={<ThemeIcon />} />}
    >
      <ThemeItems />
    </Menu>
  );
}

export function ThemeItems() {
  const { t } = useTranslation();
  const theme = usePreferences((state) => state.theme);
  const { change } = usePreferences.getState();
  return themes.map((one) => (
    <MenuItem key={one} checked={one === theme} onSelect={() => change({ theme: one })}>
      {t(`theme.${one}`)}
    </MenuItem>
  ));
}
