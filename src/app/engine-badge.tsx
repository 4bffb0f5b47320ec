import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../store/app-store';
import { Popover } from '../ui/popover';
import { Tooltip } from '../ui/tooltip';
import styles from './engine-badge.module.css';
import { EngineDetails } from './engine-details';
import { type EngineView, engineView } from './engine-view';

export function useEngineView(): EngineView {
  return useApp(useShallow((state) => engineView(state.engine)));
}

export function useEngineWords(view: EngineView): string {
  const { t } = useTranslation();
  switch (view.kind) {
    case 'ready':
      return t('engine.badge', {
        backend: t(`engine.names.${view.backend}`),
        time: view.msPerPicture,
      });
    case 'preparing':
      return view.share === undefined
        ? t('engine.gettingReady')
        : t('engine.gettingReadyDone', { done: view.share });
    case 'restarting':
      return t('engine.restarting');
    case 'failed':
      return t('engine.stopped');
  }
}

/** Says which backend computes and how fast. A click explains why it is this one. */
export function EngineBadge() {
  const { t } = useTranslation();
  return (
    <Popover title={t('engine.title')} trigger={<BadgeButton />}>
      <EngineDetails />
    </Popover>
  );
}

/** The popover's trigger: the popover passes its own props to it. */
function BadgeButton(props: ComponentProps<'button'>) {
  const { t } = useTranslation();
  const view = useEngineView();
  const words = useEngineWords(view);
  return (
    <Tooltip text={t('engine.why')} side="bottom">
      <button {...props} type="button" className={styles.badge}>
        <EngineDot view={view} />
        <span className={styles.words}>{words}</span>
      </button>
    </Tooltip>
  );
}

export function EngineDot({ view }: { view: EngineView }) {
  const state = view.kind === 'ready' && view.second ? 'second' : view.kind;
  return <span aria-hidden className={styles.dot} data-state={state} />;
}
