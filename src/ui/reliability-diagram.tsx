// How often answers are right, plotted against how sure they are. On the diagonal both are equal.
import styles from './reliability-diagram.module.css';

type Bin = { count: number; confidence?: number; accuracy?: number };

type ReliabilityDiagramProps = {
  label: string;
  bins: readonly Bin[];
  /** Another state of the same answers, drawn as a faint line. */
  before: readonly Bin[];
  texts: { x: string; y: string; start: string; end: string };
};

/** The radius of the largest dot, in units of which the diagram is 100 wide. */
const LARGEST = 4;

const pointsOf = (bins: readonly Bin[]) =>
  bins.flatMap(({ count, confidence, accuracy }) =>
    confidence === undefined || accuracy === undefined
      ? []
      : [{ x: confidence * 100, y: 100 - accuracy * 100, count }],
  );

const lineOf = (bins: readonly Bin[]) =>
  pointsOf(bins)
    .map(({ x, y }) => `${x},${y}`)
    .join(' ');

/** A dot's area shows how many answers it stands for. */
export function ReliabilityDiagram({ label, bins, before, texts }: ReliabilityDiagramProps) {
  const points = pointsOf(bins);
  const most = Math.max(1, ...points.map(({ count }) => count));
  return (
    <figure className={styles.diagram}>
      <svg className={styles.plot} viewBox="-5 -5 110 110" role="img" aria-label={label}>
        <path className={styles.axes} d="M0 0V100H100" />
        <path className={styles.equal} d="M0 100 100 0" />
        <polyline className={styles.before} points={lineOf(before)} />
        <polyline className={styles.line} points={lineOf(bins)} />
        {points.map(({ x, y, count }) => (
          <circle
            key={x}
            className={styles.dot}
            cx={x}
            cy={y}
            r={Math.max(1.2, LARGEST * Math.sqrt(count / most))}
          />
        ))}
      </svg>
      <figcaption aria-hidden>
        <span className={styles.top}>{`${texts.y}, ${texts.end}`}</span>
        <span className={styles.ticks}>
          <span>{texts.start}</span>
          <span>{texts.x}</span>
          <span>{texts.end}</span>
        </span>
      </figcaption>
    </figure>
  );
}
