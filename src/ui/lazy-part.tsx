// Parts of the page that are loaded when they are first shown. One that does not load fails alone,
// and can be tried again.
import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';
import { Note } from './note';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

/** The part's code, style or texts could not be had. Whatever else is thrown is a bug in it. */
class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
}

/** A part that has its place on the page. If it does not load, a note says so there. */
export const lazyPart = <Props extends object>(load: Load<Props>) =>
  made(load, (_: Props, problem) => problem);

/** A dialog. If it does not load, another one says so. */
export const lazyDialog = <Props extends { onClose(): void }>(load: Load<Props>) =>
  made(load, ({ onClose }: Props, problem) => (
    <ProblemDialog onClose={onClose}>{problem}</ProblemDialog>
  ));

/** A part that the page can do without. If it does not load, nothing is shown in its place. */
export const lazyExtra = <Props extends object>(load: Load<Props>) => made(load, () => null);

interface Part<Props> {
  /** React remembers whether it loaded, so the next attempt needs another one. */
  current: ComponentType<Props>;
  renew(): void;
  inPlace(props: Props, problem: ReactNode): ReactNode;
}

function made<Props extends object>(
  load: Load<Props>,
  inPlace: Part<Props>['inPlace'],
): ComponentType<Props> {
  const fresh = () =>
    lazy(async () => {
      try {
        const [loaded] = await Promise.all([load(), loadFailedStyles()]);
        return loaded;
      } catch (cause) {
        throw new NotLoaded(String(cause), { cause });
      }
    });
  const part: Part<Props> = {
    current: fresh(),
    renew() {
      part.current = fresh();
    },
    inPlace,
  };
  return (props) => <LazyPart part={part} props={props} />;
}

type LazyPartProps<Props> = { part: Part<Props>; props: Props };

function LazyPart<Props extends object>({ part, props }: LazyPartProps<Props>) {
  const [{ Shown, attempt }, show] = useState({ Shown: part.current, attempt: 0 });
  const again = () => show({ Shown: part.current, attempt: attempt + 1 });
  return (
    <PartBoundary
      key={attempt}
      onError={part.renew}
      inPlace={(error) => part.inPlace(props, <Problem error={error} onAgain={again} />)}
    >
      <Suspense fallback={null}>
        <Shown {...props} />
      </Suspense>
    </PartBoundary>
  );
}

type PartBoundaryProps = {
  onError: () => void;
  inPlace: (error: unknown) => ReactNode;
  children: ReactNode;
};

class PartBoundary extends Component<PartBoundaryProps, { thrown?: { error: unknown } }> {
  override state: { thrown?: { error: unknown } } = {};

  static getDerivedStateFromError(error: unknown) {
    return { thrown: { error } };
  }

  override componentDidCatch() {
    this.props.onError();
  }

  override render() {
    const { thrown } = this.state;
    return thrown ? this.props.inPlace(thrown.error) : this.props.children;
  }
}

function Problem({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const { t } = useTranslation();
  const what = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert">
      <Note kind="danger" action={{ label: t('common.tryAgain'), onClick: onAgain }}>
        {error instanceof NotLoaded ? t('app.part.notLoaded') : t('app.part.broken', { what })}
      </Note>
    </div>
  );
}

function ProblemDialog({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      title={t('app.part.title')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      {children}
    </Dialog>
  );
}

const failedStyles = new Set<HTMLLinkElement>();

// Vite asks for each style once. The link of one that did not load stays in the page.
globalThis.document?.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failedStyles.add(target);
  },
  true,
);

/** Asks again for the styles that did not load. Rejects if one does not load this time either. */
async function loadFailedStyles(): Promise<void> {
  const failed = [...failedStyles];
  failedStyles.clear();
  await Promise.all(
    failed.map(
      (old) =>
        new Promise<void>((resolve, reject) => {
          const link = document.createElement('link');
          link.addEventListener('load', () => resolve());
          link.addEventListener('error', () => reject(new Error(`${old.href} did not load`)));
          Object.assign(link, { rel: old.rel, crossOrigin: old.crossOrigin, href: old.href });
          old.replaceWith(link);
        }),
    ),
  );
}
