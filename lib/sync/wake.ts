/** Calls `wake` when the network is back or the tab is looked at again, `offline` when the browser lost the network. */
export function onWake(listeners: { wake: () => void; offline: () => void }): () => void {
  // Outside a browser nothing sleeps.
  if (typeof window === 'undefined') return () => {}
  const { wake, offline } = listeners
  const seen = () => {
    if (document.visibilityState === 'visible') wake()
  }
  // Out of the browser's memory of pages left; a page that was just loaded is connecting as it is.
  const back = ({ persisted }: PageTransitionEvent) => {
    if (persisted) wake()
  }
  window.addEventListener('online', wake)
  window.addEventListener('offline', offline)
  window.addEventListener('pageshow', back)
  document.addEventListener('visibilitychange', seen)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', offline)
    window.removeEventListener('pageshow', back)
    document.removeEventListener('visibilitychange', seen)
  }
}
