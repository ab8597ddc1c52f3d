import type { LivePort } from '../api'
import { LiveSender } from './live-sender'
import type { People } from './people'
import type { RemotePreviews } from './remote-previews'

interface LiveParts {
  readonly previews: RemotePreviews
  readonly people: People
  readonly now: () => number
  /** Somebody's cursor or draft changed. */
  readonly changed: () => void
}

/** Show what others do, and hand out what tells them what is done here; returns the undo. */
export function joinLive(
  port: LivePort,
  { previews, people, now, changed }: LiveParts,
  use: (sender: LiveSender | null) => void,
): () => void {
  let here = new Set<string>()
  const leave = (ids: Iterable<string>) => {
    for (const id of ids) previews.leave(id)
  }
  const sender = new LiveSender(port)
  use(sender)
  const ends = [
    port.onBatch(({ cursors, drafts }) => {
      const time = now()
      if (cursors) people.receive(cursors, time)
      for (const [from, draft] of drafts ?? []) previews.receive(from, draft, time)
      changed()
    }),
    port.onPeers((peers) => {
      const before = here
      here = new Set(peers.map(({ id }) => id))
      leave([...before].filter((id) => !here.has(id)))
      people.setPeers(peers)
      sender.isHeard = peers.length > 0
      changed()
    }),
    () => leave(here),
    () => people.setPeers([]),
    () => use(null),
  ]
  return () => {
    for (const end of ends) end()
    changed()
  }
}
