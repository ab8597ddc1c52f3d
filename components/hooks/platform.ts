/** Whether shortcuts are pressed with ⌘. Read once: only loaded in browsers, where it never changes. */
export const isMac =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad|iPod/.test(navigator.platform || navigator.userAgent)
