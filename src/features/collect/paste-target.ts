import { useApp } from '../../store/app-store';

/**
 * The class whose card has the focus or the camera, otherwise the last one that got a picture,
 * otherwise the first.
 */
export function pasteTarget(withCamera: string | undefined): string | undefined {
  const { classes, samples } = useApp.getState();
  const focused = document.activeElement?.closest<HTMLElement>('[data-class]')?.dataset.class;
  const wanted = focused ?? withCamera;
  if (wanted !== undefined) return wanted;
  let newest: { seq: number; classId: string } | undefined;
  for (const sample of Object.values(samples)) {
    if (!newest || sample.seq > newest.seq) newest = sample;
  }
  const living = classes.find(({ id }) => id === newest?.classId);
  return (living ?? classes[0])?.id;
}
