/** How far a floating part stays from its trigger and from the window's edge, in px. */
export const floating = { sideOffset: 6, collisionPadding: 8 } as const;
