/** Whether a key or clipboard event belongs to a field somebody types in. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Whether an event happened inside something that lies over the board and has keys of its own. */
export const isInPanel = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]') !== null
