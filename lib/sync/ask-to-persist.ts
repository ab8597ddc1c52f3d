let isAsked = false

/**
 * Ask the browser not to clear what this site keeps on the device when room gets short; once per page, and only when
 * there is something to keep: some browsers ask the person. The answer changes nothing here: without it, the device
 * keeps things as well as it can.
 */
export async function askToPersist(): Promise<void> {
  // Not on pages over plain http, and not in every browser.
  const storage = typeof navigator === 'undefined' ? undefined : (navigator.storage as Storage | undefined)
  if (isAsked || !storage?.persisted || !storage.persist) return
  isAsked = true
  const isPersisted = await storage.persisted().catch(() => true)
  if (!isPersisted) await storage.persist().catch(() => false)
}

type Storage = Partial<Pick<StorageManager, 'persisted' | 'persist'>>
