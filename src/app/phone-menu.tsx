// Holds what does not fit into the bar on a phone, or on a page at 200 % zoom.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, currentLanguage } from '../i18n/i18n';
import { languages } from '../i18n/language';
import { Dialog } from '../ui/dialog';
import { IconButton } from '../ui/icon-button';
import { AboutIcon, DeleteIcon, MenuIcon, RedoIcon, ThemeIcon, UndoIcon } from '../ui/icons';
import { Menu, MenuItem, MenuSeparator, SubMenu } from '../ui/menu';
import { EngineDot, useEngineView, useEngineWords } from './engine-badge';
import { EngineDetails } from './engine-details';
import { ThemeItems } from './theme-switch';
import { useHistory } from './use-history';
import { type ViewProps, views } from './view-switch';

type PhoneMenuProps = ViewProps & {
  /** Asks whether everything on this device is to be deleted. */
  onClear: () => void;
  /** Shows what the app is, what it keeps and whose work it uses. */
  onAbout: () => void;
};

export function PhoneMenu({ view, onView, onClear, onAbout }: PhoneMenuProps) {
  const { t } = useTranslation();
  const { undo, redo } = useHistory();
  const engine = useEngineView();
  const engineWords = useEngineWords(engine);
  const [engineOpen, setEngineOpen] = useState(false);

  return (
    <>
      <Menu
        label={t('app.menu')}
        trigger={<IconButton label={t('app.menu')} icon={<MenuIcon />} />}
      >
        {views.map((each) => (
          <MenuItem key={each} checked={each === view} onSelect={() => onView(each)}>
            {t(`views.${each}`)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<UndoIcon />} disabledReason={undo.disabledReason} onSelect={undo.run}>
          {undo.label}
        </MenuItem>
        <MenuItem icon={<RedoIcon />} disabledReason={redo.disabledReason} onSelect={redo.run}>
          {redo.label}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<EngineDot view={engine} />} onSelect={() => setEngineOpen(true)}>
          {engineWords}
        </MenuItem>
        <MenuSeparator />
        {languages.map((language) => (
          <MenuItem
            key={language}
            checked={language === currentLanguage()}
            onSelect={() => chooseLanguage(language)}
          >
            {t(`language.${language}`)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <SubMenu icon={<ThemeIcon />} text={t('theme.label')}>
          <ThemeItems />
        </SubMenu>
        <MenuItem icon={<AboutIcon />} onSelect={onAbout}>
          {t('app.about')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<DeleteIcon />} danger onSelect={onClear}>
          {t('projects.clear.open')}
        </MenuItem>
      </Menu>
      <Dialog
        title={t('engine.title')}
        closeLabel={t('common.close')}
        open={engineOpen}
        onOpenChange={setEngineOpen}
      >
        <EngineDetails />
      </Dialog>
    </>
  );
}
