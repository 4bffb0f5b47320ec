import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import type { StoredRun } from '../../model/run';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { answeredOf } from '../../store/inspect/answers';
import { type MapPoint, mapPoints } from '../../store/inspect/map-points';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { CloseIcon, LassoIcon } from '../../ui/icons';
import { LatePicture } from '../../ui/late-picture';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { Scatter } from '../../ui/scatter';
import { Segmented } from '../../ui/segmented';
import { ClassLabel } from './class-label';
import styles from './map-card.module.css';
import { MoveMenu } from './move-menu';

type MapCardProps = { run: StoredRun; onWhy: (id: string) => void };

/** With fewer pictures, a map says less than the pictures themselves. */
const ENOUGH_FOR_A_MAP = 10;

/** All pictures, with similar ones near each other. */
export function MapCard({ run, onWhy }: MapCardProps) {
  const { t } = useTranslation();
  const map = useApp((state) => state.map);
  const by = useApp((state) => state.mapBy);
  const classes = useApp((state) => state.classes);
  // Thousands of points need not be drawn before the page responds to a click. They follow in a
  // task of their own.
  const samples = useDeferredValue(useApp((state) => state.samples));
  const [lasso, setLasso] = useState(false);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const said = useMemo(() => takenFor(run), [run]);
  const points = useMemo(
    () => (map ? mapPoints(map, { classes, samples }, said) : []),
    [map, classes, samples, said],
  );
  const drawn = useMemo(
    () =>
      points.map(({ id, x, y, of, test, takenFor: other }) => ({
        id,
        x,
        y,
        shape: of.shape,
        colour: of.colour + 1,
        outlined: test,
        ringed: other !== undefined,
      })),
    [points],
  );
  const selected = useMemo(
    () => new Set(points.flatMap(({ id }) => (marked.has(id) ? [id] : []))),
    [points, marked],
  );
  const mistakes = points.filter((point) => point.takenFor !== undefined).length;
  const few = map !== undefined && points.length < ENOUGH_FOR_A_MAP;
  const nameOf = (id: string) => {
    const row = classes.find((each) => each.id === id);
    return row ? className(t, row) : '';
  };
  const inWords = (point: MapPoint) => {
    const name = className(t, point.of);
    const picture = point.test ? t('testSet.picture', { picture: name }) : name;
    return point.takenFor === undefined
      ? picture
      : t('inspect.map.mistake', { picture, said: nameOf(point.takenFor) });
  };

  return (
    <Panel
      title={t('inspect.map.title')}
      aside={
        <>
          <Segmented
            label={t('inspect.map.by')}
            size="dense"
            value={by}
            options={[
              { value: 'features', label: t('inspect.map.features') },
              { value: 'answers', label: t('inspect.map.answers') },
            ]}
            onChange={(next) => useApp.getState().placeMapBy(next)}
          />
          <IconButton
            size="dense"
            label={t('inspect.map.lasso')}
            icon={<LassoIcon />}
            pressed={lasso}
            onClick={() => setLasso(!lasso)}
            disabledReason={few ? t('inspect.map.few', { count: points.length }) : undefined}
          />
        </>
      }
    >
      {few ? (
        <>
          <p className={styles.few}>{t('inspect.map.few', { count: points.length })}</p>
          <ul className={styles.list}>
            {points.map((point) => (
              <li key={point.id}>
                <button type="button" className={styles.open} onClick={() => onWhy(point.id)}>
                  <LatePicture id={point.id} read={pictureUrl} />
                  <span>{inWords(point)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <Scatter
            label={t('inspect.map.summary', { count: points.length, mistakes })}
            description={t('inspect.map.keys')}
            points={drawn}
            pointLabel={(i) => {
              const point = points[i];
              return point
                ? t('inspect.map.point', {
                    what: inWords(point),
                    number: i + 1,
                    total: points.length,
                  })
                : '';
            }}
            renderPoint={(i) => {
              const point = points[i];
              return (
                point && (
                  <>
                    <LatePicture id={point.id} read={pictureUrl} />
                    <span className={styles.caption}>
                      <ClassLabel id={point.of.id} />
                      {point.takenFor !== undefined && (
                        <span>{t('inspect.map.said', { name: nameOf(point.takenFor) })}</span>
                      )}
                      {point.test && <span>{t('inspect.map.forTesting')}</span>}
                    </span>
                  </>
                )
              );
            }}
            selected={selected}
            onSelect={setMarked}
            onOpen={onWhy}
            lasso={lasso}
          />
          <Foot selected={selected} lasso={lasso} onClear={() => setMarked(new Set())} />
          <Muted faint>
            {t('common.sentences', {
              first: t(`inspect.map.layout.${map?.layout ?? 'umap'}`),
              second: t('inspect.map.legend'),
            })}
          </Muted>
        </>
      )}
    </Panel>
  );
}

/** What the pictures of both sets were taken for, as class ids. */
function takenFor({ result: { head, validation, test } }: StoredRun): Map<string, string> {
  return new Map(
    [validation, test].flatMap((set) =>
      set?.answers
        ? answeredOf(set.answers).flatMap(({ id, said }) => {
            const classId = head.classes[said];
            return classId === undefined ? [] : [[id, classId] as const];
          })
        : [],
    ),
  );
}

type FootProps = { selected: ReadonlySet<string>; lasso: boolean; onClear: () => void };

/** What can be done with the selected points. It takes the place of the progress line. */
function Foot({ selected, lasso, onClear }: FootProps) {
  const { t } = useTranslation();
  const samples = useApp((state) => state.samples);
  const progress = useApp((state) =>
    state.inspecting?.what === 'map' ? state.inspecting : undefined,
  );
  const placed = useApp((state) => state.map !== undefined);
  const follows = useApp((state) => state.role === 'follows');
  const { deleteSamples, setAside } = useApp.getState();
  const ids = [...selected];
  const disabledReason = follows ? t('tabs.reason') : undefined;
  if (ids.length === 0) {
    const words = progress
      ? progress.total === undefined
        ? t('inspect.map.placing')
        : t('inspect.map.placingOf', { done: progress.done ?? 0, total: progress.total })
      : placed
        ? t(lasso ? 'inspect.map.lassoHint' : 'inspect.map.hint')
        : t('inspect.map.waiting');
    return <div className={styles.foot}>{words}</div>;
  }
  const toTest = ids.some((id) => !samples[id]?.test);
  return (
    <div className={styles.foot}>
      <span className={styles.count}>{t('grid.selected', { count: ids.length })}</span>
      <MoveMenu ids={ids} disabledReason={disabledReason} />
      <Button size="dense" disabledReason={disabledReason} onClick={() => setAside(ids, toTest)}>
        {toTest ? t('testSet.useForTest') : t('testSet.useForLearning')}
      </Button>
      <Button size="dense" disabledReason={disabledReason} onClick={() => deleteSamples(ids)}>
        {t('grid.delete')}
      </Button>
      <IconButton
        size="dense"
        label={t('grid.selectNone')}
        icon={<CloseIcon />}
        onClick={onClear}
      />
    </div>
  );
}
