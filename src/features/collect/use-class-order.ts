// Drags a class to another place by its grip. Dragged files are left to the drop zones.
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';

export const CARDS = '[data-class]';

type Adapter = typeof import('@atlaskit/pragmatic-drag-and-drop/element/adapter');

/**
 * Sets up what needs the library, which is loaded after the first paint. The returned function ends
 * both.
 */
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
 * Accepts dragged classes anywhere over `area`, and calls `onPlace` with the place among the
 * others. Returns which of the cards in `list` a class would land before, or undefined if it would
 * not move.
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

/**
 * Lets a class be dragged by its grip, together with a picture of its card. Returns whether it is
 * being dragged.
 */
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
