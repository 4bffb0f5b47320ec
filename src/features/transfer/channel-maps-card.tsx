import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ChannelMaps } from '../../model/prediction';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { channelMapsOfSample } from '../../store/transfer/channel-maps';
import { LatePicture } from '../../ui/late-picture';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { Slider } from '../../ui/slider';
import styles from './channel-maps-card.module.css';
import { ReadAlong } from './read-along';
import { SamplePicker } from './sample-picker';
import { useTexts } from './use-texts';

/** A block whose maps are easy to understand. */
const FIRST = 2;

/** A few channel maps of any block, for a chosen picture. */
export function ChannelMapsCard() {
  const { t } = useTexts();
  const [id, setId] = useState<string>();
  const [stage, setStage] = useState(FIRST);
  const [maps, setMaps] = useState<ChannelMaps & { of: string }>();
  const key = useApp((state) =>
    state.engine.phase === 'ready' ? state.engine.backbone?.key : undefined,
  );

  const stages = useApp((state) => state.engine.backbone?.stages.length);
  const unknown = stages === 0;
  const any = useApp((state) => learnable(state).size > 0);
  const last = Math.max(0, (stages ?? 1) - 1);

  useEffect(() => {
    if (id === undefined || key === undefined || unknown) return;
    let wanted = true;
    void channelMapsOfSample(id, stage).then((found) => {
      // The last maps stay until there are new ones.
      if (wanted && found) setMaps({ ...found, of: id });
    });
    return () => {
      wanted = false;
    };
  }, [id, stage, key, unknown]);

  const name = (index: number) =>
    index === 0
      ? t('maps.stem')
      : index >= last
        ? t('maps.last')
        : t('maps.number', { number: index, total: last - 1 });
  return (
    <Panel title={t('maps.title')}>
      {unknown ? (
        <Muted small>{t('maps.unknown')}</Muted>
      ) : (
        <div className={styles.body}>
          <div className={styles.choices}>
            <Slider
              label={t('maps.block')}
              hint={t('maps.hint')}
              value={Math.min(stage, last)}
              min={0}
              max={last}
              format={name}
              onChange={setStage}
            />
            <SamplePicker label={t('picker.label')} value={id} onChange={setId} />
          </div>
          {maps && id !== undefined ? (
            <div>
              <ul className={styles.maps}>
                <li className={styles.picture}>
                  <LatePicture id={maps.of} read={pictureUrl} alt={t('maps.picture')} />
                </li>
                {maps.shown.map((channel, i) => (
                  <li key={channel}>
                    <MapCanvas
                      label={t('maps.map', { number: channel + 1 })}
                      side={maps.side}
                      values={maps.maps.subarray(i * maps.side ** 2, (i + 1) * maps.side ** 2)}
                    />
                  </li>
                ))}
              </ul>
              <Muted small role="status">
                {`${name(maps.stage)}: ${t('maps.shown', {
                  shown: maps.shown.length,
                  channels: maps.channels,
                  side: maps.side,
                })}`}
              </Muted>
            </div>
          ) : (
            <Muted small>{t(any ? 'maps.choose' : 'picker.none')}</Muted>
          )}
        </div>
      )}
      <ReadAlong of="maps" />
    </Panel>
  );
}

type MapCanvasProps = { label: string; side: number; values: Uint8ClampedArray };

function MapCanvas({ label, side, values }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const pixels = new ImageData(side, side);
    values.forEach((value, place) => {
      pixels.data.set([value, value, value, 255], place * 4);
    });
    canvas.current?.getContext('2d')?.putImageData(pixels, 0, 0);
  }, [side, values]);
  return (
    <canvas
      ref={canvas}
      className={styles.map}
      width={side}
      height={side}
      role="img"
      aria-label={label}
    />
  );
}
