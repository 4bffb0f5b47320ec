import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { type OfficialModel, officialModels } from '../../store/train/official-backbones';
import {
  type Choice,
  canSuggest,
  type OwnBackbones,
  useOwnBackbones,
} from '../../store/train/own-backbones';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { DropZone } from '../../ui/drop-zone';
import { Note } from '../../ui/note';
import { Select } from '../../ui/select';
import { TextField } from '../../ui/text-field';
import styles from './own-backbone-dialog.module.css';
import { useOwnDialog } from './own-dialog';

type Opened = NonNullable<OwnBackbones['opened']>;
type Kept = NonNullable<OwnBackbones['kept']>[number];
type Problem = NonNullable<OwnBackbones['problem']>;

const MOST_NAME = 60;
const SCALINGS: readonly Choice['scaling'][] = ['symmetric', 'unit', 'imagenet', 'raw'];

/**
 * Uses another model as the backbone: one from files, one that is kept here, or one that Google
 * publishes.
 */
export function OwnBackboneDialog() {
  const { t } = useTranslation('ownBackbone');
  const { t: page } = useTranslation();
  const opened = useOwnBackbones((state) => state.opened);
  const kept = useOwnBackbones((state) => state.kept);
  const problem = useOwnBackbones((state) => state.problem);
  const busy = useOwnBackbones((state) => state.busy);
  const { list, open, download, close, stop } = useOwnBackbones.getState();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    list();
  }, [list]);

  const shut = () => {
    close();
    useOwnDialog.setState({ open: false });
  };
  const take = async (files: readonly File[]) => {
    if (files.length > 0 && (await open(files))) shut();
  };
  return (
    <Dialog
      title={t('title')}
      description={t('what')}
      closeLabel={page('common.close')}
      open
      onOpenChange={shut}
    >
      <DropZone className={styles.files} onDrop={(data) => take(Array.from(data.files))}>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept=".json,.bin,.zip"
          onChange={({ target }) => {
            void take(Array.from(target.files ?? []));
            target.value = ''; // This lets the same files be chosen again.
          }}
        />
        <Button
          busy={busy === 'reading' ? t('reading') : undefined}
          onClick={() => input.current?.click()}
        >
          {t('choose')}
        </Button>
        {busy === 'reading' && <Button onClick={stop}>{page('common.cancel')}</Button>}
        <span className={styles.which}>{t('which')}</span>
      </DropZone>
      <div role="status">{problem && <ProblemNote problem={problem} />}</div>
      {opened && <Model key={opened.facts.hash} opened={opened} onUsed={shut} />}
      {kept && kept.length > 0 && <KeptModels kept={kept} opened={opened} />}
      <OfficialModels
        onYes={async (model) => {
          if (await download(model)) shut();
        }}
      />
      <p className={styles.limits}>{t('limits')}</p>
    </Dialog>
  );
}

function ProblemNote({ problem: { kind, details } }: { problem: Problem }) {
  const { t } = useTranslation('ownBackbone');
  const { t: page } = useTranslation();
  const names = formatsFor(currentLanguage()).list(details);
  switch (kind) {
    case 'no-model':
    case 'several-models':
    case 'weights-missing':
    case 'unsupported':
    case 'input':
    case 'output':
    case 'not-finite':
    case 'insecure':
    case 'broken':
    case 'too-large':
    case 'zip':
    case 'not-the-same':
    case 'download':
      return <Note kind="danger">{t(`problem.${kind}`, { names })}</Note>;
    case 'weights-size': {
      const [bytes, wanted] = details.map(Number);
      return <Note kind="danger">{t('problem.weights-size', { bytes, wanted })}</Note>;
    }
    default:
      return <Note kind="danger">{page(`engine.error.${kind}`)}</Note>;
  }
}

/**
 * Here, and nowhere else, the page makes requests to another server. It says so first, and waits
 * for a yes.
 */
function OfficialModels({ onYes }: { onYes: (model: OfficialModel) => Promise<void> }) {
  const { t } = useTranslation('ownBackbone');
  const id = useId();
  const question = useId();
  const busy = useOwnBackbones((state) => state.busy);
  const [asked, setAsked] = useState<OfficialModel>();
  const { megabytes } = formatsFor(currentLanguage());
  return (
    <section className={styles.kept} aria-labelledby={id}>
      <h3 id={id}>{t('official.title')}</h3>
      <p className={styles.limits}>{t('official.what')}</p>
      {asked ? (
        // biome-ignore lint/a11y/useSemanticElements: a question with answers, no fields
        <div role="group" aria-labelledby={question} className={styles.ask}>
          <p id={question}>{t('official.ask')}</p>
          <Button
            variant="primary"
            size="dense"
            autoFocus
            onClick={() => {
              setAsked(undefined);
              return onYes(asked);
            }}
          >
            {t('official.yes', { bytes: asked.bytes })}
          </Button>
          <Button size="dense" onClick={() => setAsked(undefined)}>
            {t('official.no')}
          </Button>
        </div>
      ) : (
        <div className={styles.ask}>
          {officialModels.map((model) => (
            <Button
              key={model.folder}
              size="dense"
              busy={busy === 'downloading' ? t('official.downloading') : undefined}
              onClick={() => setAsked(model)}
            >
              {t('official.model', { width: model.width, size: megabytes(model.bytes) })}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

/** What is known about a model, and what only a person can know. */
function Model({ opened, onUsed }: { opened: Opened; onUsed: () => void }) {
  const { t } = useTranslation('ownBackbone');
  const { t: page } = useTranslation();
  const { facts } = opened;
  const id = useId();
  const busy = useOwnBackbones((state) => state.busy);
  const suggested = useOwnBackbones((state) => state.suggested);
  const enough = useApp(canSuggest);
  const [end, setEnd] = useState(facts.ends[0]?.end ?? 'output');
  const [inputSize, setInputSize] = useState(facts.inputSizes.at(-1) ?? 224);
  const [name, setName] = useState(facts.name);
  const [chosen, setChosen] = useState<Choice['scaling']>();
  const { number, megabytes, large } = formatsFor(currentLanguage());
  const scaling = chosen ?? suggested?.best ?? 'symmetric';
  const { suggest, use } = useOwnBackbones.getState();
  const endText = ({ end: each, features, gives }: (typeof facts.ends)[number]) =>
    t(each === 'before-last' ? 'end.before-last' : `end.${gives}`, { count: features });
  return (
    <section className={styles.model} aria-labelledby={id}>
      <h3 id={id}>{t('model')}</h3>
      <p className={styles.facts}>
        {[
          t(`format.${facts.format}`),
          t('parameters', { parameters: large(facts.parameters) }),
          megabytes(facts.bytes),
        ].join(', ')}
      </p>
      <TextField label={t('name')} value={name} maxLength={MOST_NAME} onChange={setName} />
      {facts.ends.length > 1 ? (
        <Select
          label={t('end.label')}
          hint={t('end.hint')}
          value={end}
          options={facts.ends.map((each) => ({ value: each.end, label: endText(each) }))}
          onChange={setEnd}
        />
      ) : (
        facts.ends.map((each) => (
          <p key={each.end} className={styles.facts}>
            {`${t('end.label')}: ${endText(each)}`}
          </p>
        ))
      )}
      <Select
        label={t('scaling.label')}
        hint={t('scaling.hint')}
        value={scaling}
        options={SCALINGS.map((value) => ({ value, label: t(`scaling.${value}`) }))}
        onChange={setChosen}
      />
      <div className={styles.suggest}>
        <Button
          size="dense"
          busy={busy === 'comparing' ? t('scaling.comparing') : undefined}
          disabledReason={enough ? undefined : t('scaling.tooFew')}
          onClick={() => {
            setChosen(undefined);
            suggest({ end, inputSize });
          }}
        >
          {t('scaling.compare')}
        </Button>
        <span role="status">
          {suggested &&
            (suggested.best
              ? t(`scaling.best.${suggested.by}`, { scaling: t(`scaling.${suggested.best}`) })
              : t('scaling.unclear'))}
        </span>
      </div>
      {facts.inputSizes.length > 1 && (
        <Select
          label={page('advanced.inputSize.label')}
          hint={page('advanced.inputSize.hint')}
          value={String(inputSize)}
          options={facts.inputSizes.map((size) => ({
            value: String(size),
            label: page('advanced.inputSize.pixels', { size: number(size) }),
          }))}
          onChange={(size) => setInputSize(Number(size))}
        />
      )}
      <Button
        variant="primary"
        busy={busy === 'loading' ? t('loading') : undefined}
        onClick={() =>
          void use({ name: name.trim(), scaling, end, inputSize }).then((works) => {
            if (works) onUsed();
          })
        }
      >
        {t('use')}
      </Button>
    </section>
  );
}

function KeptModels({ kept, opened }: { kept: readonly Kept[]; opened: Opened | undefined }) {
  const { t } = useTranslation('ownBackbone');
  const { t: page } = useTranslation();
  const id = useId();
  const inUse = useApp((state) => state.spec.backbone);
  const { megabytes } = formatsFor(currentLanguage());
  const { openKept, remove } = useOwnBackbones.getState();
  return (
    <section className={styles.kept} aria-labelledby={id}>
      <h3 id={id}>{t('kept.title')}</h3>
      <ul>
        {kept.map((model) => {
          const name = model.name || page('advanced.backbone.own');
          return (
            <li key={model.hash} className={styles.entry}>
              <span className={styles.name} title={name}>
                <span>{`${name} `}</span>
                <small>{megabytes(model.bytes)}</small>
              </span>
              <Button
                size="dense"
                aria-label={`${t('kept.open')}: ${name}`}
                disabledReason={opened?.facts.hash === model.hash ? t('kept.isOpen') : undefined}
                onClick={() => openKept(model)}
              >
                {t('kept.open')}
              </Button>
              <Button
                size="dense"
                aria-label={`${t('kept.remove')}: ${name}`}
                disabledReason={inUse.includes(model.hash) ? t('kept.inUse') : undefined}
                onClick={() => remove(model.hash)}
              >
                {t('kept.remove')}
              </Button>
            </li>
          );
        })}
      </ul>
      <p className={styles.limits}>{t('kept.what')}</p>
    </section>
  );
}
