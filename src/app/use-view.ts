import { useEffect, useState } from 'react';
import { type View, views } from './view-switch';

/** The view that the address names, or undefined if it names a place in the page instead. */
export function viewOf(hash: string): View | undefined {
  return hash === '' ? 'workspace' : views.find((view) => hash === `#${view}`);
}

/**
 * The current view. It is part of the address, so that a reload shows it again and Back returns to
 * the one before.
 */
export function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>(() => viewOf(location.hash) ?? 'workspace');
  useEffect(() => {
    const follow = () => setView((last) => viewOf(location.hash) ?? last);
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const show = (next: View) => {
    setView(next);
    if (next === view) return;
    const { pathname, search } = location;
    history.pushState(null, '', next === 'workspace' ? pathname + search : `#${next}`);
  };
  return [view, show];
}
