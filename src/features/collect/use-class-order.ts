// Dragging a class to another place. Only what is dragged by a grip: files are the drop zones' own.
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';

export const CARDS = '[data-class]';

type Adapter = typeof import('@atlaskit/pragmatic-drag-and-drop/element/adapter');

/** Sets up what needs the library, which is loaded after the first paint; what it returns ends both. */
function withAdapter(setUp: (adapter: Adapter) => () => void): () => void {
  let gone = false;
  let end = () => {};
  void import('@atlaskit/pragmatic-drag-and-drop/element/adapter').then((adapter) => {
    if (!gone) end = setUp(adapter);
  });
  return () => {
    gone = true;
    end();
  };
}

/** How many of the cards have their middle above this height. */
function placeAt(list: Element, clientY: number): number {
  return [...list.querySelectorAll(CARDS)].filter((card) => {
    const { top, height } = card.getBoundingClientRect();
    return top + height / 2 < clientY;
  }).length;
}

/**
 * Takes dragged classes anywhere over `area` and calls `onPlace` with the place among the others.
 * Says before which of the cards in `list` one would land; undefined where it would not move.
 */
export function useClassOrder(
  area: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  onPlace: (classId: string, index: number) => void,
): number | undefined {
  const [landing, setLanding] = useState<number>();
  const place = useEffectEvent(onPlace);

  useEffect(() => {
    const [over, cards] = [area.current, list.current];
    if (!over || !cards) return;
    const goal = (classId: unknown, clientY: number) => {
      if (typeof classId !== 'string') return undefined;
      const ids = [...cards.querySelectorAll<HTMLElement>(CARDS)].map(
        ({ dataset }) => dataset.class,
      );
      const from = ids.indexOf(classId);
      const before = placeAt(cards, clientY);
      const moves = from >= 0 && before !== from && before !== from + 1;
      return moves ? { classId, before, index: before > from ? before - 1 : before } : undefined;
    };
    return withAdapter(({ dropTargetForElements }) =>
      dropTargetForElements({
        element: over,
        canDrop: ({ source }) => typeof source.data.classId === 'string',
        onDrag: ({ source, location }) =>
          setLanding(goal(source.data.classId, location.current.input.clientY)?.before),
        onDragLeave: () => setLanding(undefined),
        onDrop: ({ source, location }) => {
          setLanding(undefined);
          const to = goal(source.data.classId, location.current.input.clientY);
          if (to) place(to.classId, to.index);
        },
      }),
    );
  }, [area, list]);

  return landing;
}

/** Lets a class be dragged by its grip, with the picture of its card; says whether it is. */
export function useDraggedBy(
  grip: RefObject<HTMLElement | null>,
  card: RefObject<HTMLElement | null>,
  classId: string,
): boolean {
  const [dragged, setDragged] = useState(false);

  useEffect(() => {
    const handle = grip.current;
    if (!handle) return;
    return withAdapter(({ draggable }) =>
      draggable({
        element: handle,
        getInitialData: () => ({ classId }),
        onGenerateDragPreview: ({ nativeSetDragImage, location }) => {
          if (!card.current) return;
          const { left, top } = card.current.getBoundingClientRect();
          const { clientX, clientY } = location.current.input;
          nativeSetDragImage?.(card.current, clientX - left, clientY - top);
        },
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
    );
  }, [grip, card, classId]);

  return dragged;
}
