'use client'

import { useEffect, useState } from 'react'
import type { ConnectionState } from '../../lib/sync/connection-state'
import { useLanguage, useT } from '../ui/i18n'
import { useBoard, useConnection } from './board-context'

/** How often the round trip is measured while somebody looks. */
const MEASURE_EVERY_MS = 2_000

/** How the board is connected: by what, how far away the server is, and since when. */
export function ConnectionDetails() {
  const t = useT('board')
  const [language] = useLanguage()
  const link = useConnection((connection) => connection.link)
  const way = useConnection((connection) => connection.way)
  const roundTripMs = useRoundTrip()
  const isOnline = link === 'online' && way !== null
  const rows = [
    [t('connection.transport'), isOnline ? t(`connection.${way.transport}`) : t('connection.none')],
    [
      t('connection.roundTrip'),
      isOnline && roundTripMs !== null ? t('connection.ms', { ms: roundTripMs }) : '–',
    ],
    [t('connection.since'), isOnline ? momentOf(way.since, language) : '–'],
  ] as const
  return (
    <section aria-label={t('connection.title')} className="mt-3 border-t border-hairline pt-3 text-body">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {isOnline && way.transport === 'polling' && (
        <p className="mt-2 text-body text-muted">{t('connection.pollingHint')}</p>
      )}
    </section>
  )
}

/** Whole milliseconds there and back, measured again and again while this is shown; null until there is an answer. */
function useRoundTrip(): number | null {
  const { connection } = useBoard()
  const link = useConnection((state: ConnectionState) => state.link)
  const [ms, setMs] = useState<number | null>(null)
  useEffect(() => {
    let isOver = false
    const measure = () =>
      void connection.roundTripMs().then((ms) => {
        if (!isOver) setMs(ms === null ? null : Math.max(1, Math.round(ms)))
      })
    measure()
    const timer = setInterval(measure, MEASURE_EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [connection, link])
  return ms
}

/** The time of a moment, with its day when that is another one than today. */
function momentOf(at: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString()
  const options = isToday
    ? ({ timeStyle: 'short' } as const)
    : ({ dateStyle: 'medium', timeStyle: 'short' } as const)
  return new Intl.DateTimeFormat(language, options).format(at)
}
