/** Calls `wake` when the network is back or the tab is looked at again, `offline` when the browser lost the network. */
export function onWake(listeners: { wake: () => void; offline: () => void }): () => void {
  // Outside a browser nothing sleeps.
  if (typeof window === 'undefined') return () => {}
  const { wake, offline } = listeners
  const seen = () => {
    if (document.visibilityState === 'visible') wake()
  }
  window.addEventListener('online', wake)
  window.addEventListener('offline', offline)
  window.addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', seen)
  return () => {
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', offline)
    window.removeEventListener('pageshow', wake)
    document.removeEventListener('visibilitychange', seen)
  }
}
