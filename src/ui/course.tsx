import styles from './course.module.css';
import { Muted } from './muted';
import { Progress } from './progress';

type CourseProps = {
  label: string;
  /** How far it has come: "picture 12 of 60". */
  said: string;
  /** From 0 to 1. */
  value: number;
  /** What stands after it, such as how long it will still take. */
  more?: string | undefined;
};

/** How far something that is being measured has come, in words and as a bar. */
export function Course({ label, said, value, more = '' }: CourseProps) {
  return (
    <div className={styles.course}>
      <Muted readable>{said + more}</Muted>
      <Progress thin label={label} value={value} valueText={said} />
    </div>
  );
}

/** The share of what is done. Nothing is done of what is not counted yet. */
export function shareOf({ done, total }: { done: number; total: number }): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}
