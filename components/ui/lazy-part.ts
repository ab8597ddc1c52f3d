import { lazy, type ComponentType, type LazyExoticComponent } from 'react'

/** How long to wait before a part that did not come is asked for again, when no event says that the network is back. */
const RETRY_MS = 5_000

/** Parts named so far that nobody has asked for yet. */
const waiting = new Set<() => Promise<unknown>>()

/**
 * A part of the interface that the first load leaves out. It is fetched when it is first shown, or by `loadParts`.
 * Without a network it is waited for: a panel that comes late is a nuisance, an error page over an unsaved drawing
 * is a loss.
 */
export function lazyPart<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  const persistently = async () => {
    waiting.delete(persistently)
    for (;;) {
      try {
        return await load()
      } catch {
        await networkOrPause()
      }
    }
  }
  waiting.add(persistently)
  return lazy(persistently)
}

/** Fetch every part that has not been asked for, so that the whole interface is there when the network is not. */
export async function loadParts(): Promise<void> {
  // What is loaded names further parts.
  while (waiting.size > 0) await Promise.all([...waiting].map((load) => load()))
}

function networkOrPause(): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, RETRY_MS)
    addEventListener('online', go)
  })
}
