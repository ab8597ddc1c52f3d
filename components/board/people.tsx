'use client'

import { useState } from 'react'
import type { Peer } from '../../lib/protocol/session'
import { LIMITS } from '../../lib/protocol/session-limits'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { useT } from '../ui/i18n'
import { toast } from '../ui/toast'
import { PHONE, useMedia } from '../hooks/use-media'
import { Avatar } from './avatar'
import { useAction, useBoard, useConnection, usePanels } from './board-context'
import { nameOf } from './guest-names'
import { LazyPopover } from './lazy-popover'

/** Avatars beyond this many become a count. */
const MOST_AVATARS = 5
const MOST_AVATARS_ON_PHONES = 2

/** One entry per person, however many tabs they have; myself first. */
function personsOf(self: Peer | null, peers: readonly Peer[]): Peer[] {
  const persons = new Map<string, Peer>()
  for (const peer of self ? [self, ...peers] : peers)
    if (!persons.has(peer.person)) persons.set(peer.person, peer)
  return [...persons.values()]
}

/** Who is on the board; a click lists them, with my own name to change. */
export function People() {
  const t = useT('board')
  const { panels } = useBoard()
  const isOpen = usePanels((state) => state.open === 'people')
  const self = useConnection((state) => state.self)
  const peers = useConnection((state) => state.peers)
  const most = useMedia(PHONE) ? MOST_AVATARS_ON_PHONES : MOST_AVATARS
  const persons = personsOf(self, peers)
  const shown = persons.slice(0, persons.length > most ? most : undefined)
  const label = t('people.open', { count: persons.length })
  return (
    <LazyPopover
      label={t('people.title')}
      align="end"
      className="w-72"
      isOpen={isOpen}
      onOpenChange={(open) => panels.setState({ open: open ? 'people' : null })}
      trigger={
        <Button kind="quiet" aria-label={label} className="min-w-9 px-1.5 pointer-coarse:min-w-11">
          {/* They overlap by less than the room beside two letters. */}
          <span className="flex -space-x-0.5">
            {persons.length === 0 && (
              <span className="size-7 rounded-full border border-dashed border-outline" />
            )}
            {shown.map((person) => (
              <Avatar
                key={person.person}
                name={nameOf(person, t)}
                colour={person.colour}
                className="ring-2 ring-[var(--surface)]"
              />
            ))}
          </span>
          {persons.length > shown.length && (
            <span className="text-control text-muted tabular-nums">
              {t('people.more', { count: persons.length - shown.length })}
            </span>
          )}
        </Button>
      }
    >
      {self && <MyName key={self.name} self={self} />}
      <p className="mt-3 text-caption font-medium text-muted">{t('people.title')}</p>
      <ul className="-mx-1 mt-1 max-h-72 overflow-y-auto px-1">
        {persons.map((person) => (
          <li key={person.person} className="flex h-10 items-center gap-2.5">
            <Avatar name={nameOf(person, t)} colour={person.colour} />
            <span className="min-w-0 flex-1 truncate text-body">{nameOf(person, t)}</span>
            {person.person === self?.person && (
              <span className="text-caption text-muted">{t('people.you')}</span>
            )}
            {person.isProgram && (
              <span
                title={t('people.programHint')}
                className="rounded-control border border-hairline px-1.5 text-caption text-muted"
              >
                {t('people.program')}
              </span>
            )}
          </li>
        ))}
      </ul>
      {persons.length <= 1 && <Alone />}
    </LazyPopover>
  )
}

function Alone() {
  const t = useT('board')
  const { linkRole } = useBoard()
  const { label, run } = useAction('copyLink')
  return (
    <>
      <p className="mt-1 text-control text-muted">{t('people.alone')}</p>
      <p className="mt-1 text-control text-muted">{t(`share.${linkRole}`)}</p>
      <Button className="mt-2 w-full" onClick={run}>
        {label}
      </Button>
    </>
  )
}

/** A name is asked for here and nowhere else, so that nothing stands between a visitor and drawing. */
function MyName({ self }: { self: Peer }) {
  const t = useT('board')
  const { connection } = useBoard()
  const name = self.guest === undefined ? self.name : ''
  const [text, setText] = useState(name)
  const isChanged = text.trim() !== '' && text.trim() !== name
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isChanged) return
        void connection.rename(text.trim()).then((result) => {
          if (!result.ok) toast.error({ title: t('people.nameFailed') })
        })
      }}
    >
      <label htmlFor="my-name" className="text-caption font-medium text-muted">
        {t('people.myName')}
      </label>
      <div className="mt-1 flex gap-2">
        <Input
          id="my-name"
          value={text}
          placeholder={nameOf(self, t)}
          maxLength={LIMITS.nameLength}
          autoComplete="nickname"
          aria-describedby="my-name-hint"
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" kind="primary" disabled={!isChanged}>
          {t('people.saveName')}
        </Button>
      </div>
      <p id="my-name-hint" className="mt-1 text-caption text-muted">
        {t('people.myNameHint')}
      </p>
    </form>
  )
}
