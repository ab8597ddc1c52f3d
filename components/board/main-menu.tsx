'use client'

import { Menu as MenuIcon } from 'lucide-react'
import { actionOf, isAvailable } from '../../lib/actions'
import { IconButton } from '../ui/button'
import { useLanguage, useT } from '../ui/i18n'
import { Menu, MenuChoice, MenuItem, MenuSeparator, Submenu } from '../ui/menu'
import { LANGUAGE_NAMES, LANGUAGES } from '../ui/preferences'
import { useTheme } from '../ui/theme'
import { COMPACT, TOUCH, useMedia } from '../hooks/use-media'
import { ActionIcon } from './action-icon'
import { useActionWords, useBoard } from './board-context'

/** The menu of the board, top left. */
export function MainMenu() {
  const t = useT('board')
  const isCompact = useMedia(COMPACT)
  return (
    <Menu
      trigger={
        <IconButton label={t('menu.open')}>
          <MenuIcon aria-hidden strokeWidth={1.75} />
        </IconButton>
      }
    >
      <ActionItem id="home" />
      <MenuSeparator />
      <ActionItem id="rename" />
      <ActionItem id="copyLink" />
      <ActionItem id="import" />
      <ActionItem id="export" />
      <MenuSeparator />
      {isCompact && (
        <>
          <ActionItem id="zoom.fit" />
          <ActionItem id="zoom.reset" />
          <MenuSeparator />
        </>
      )}
      <ThemeMenu />
      <LanguageMenu />
      <MenuSeparator />
      <ActionItem id="palette" />
      <ActionItem id="help" />
    </Menu>
  )
}

/** An action of the registry in a menu. */
export function ActionItem({ id, isDanger = false }: { id: string; isDanger?: boolean }) {
  const { context } = useBoard()
  const words = useActionWords()
  const isTouch = useMedia(TOUCH)
  const action = actionOf(id)
  const keys = isTouch ? undefined : words.keys(action)
  return (
    <MenuItem
      icon={<ActionIcon name={action.icon} />}
      isDanger={isDanger}
      isDisabled={!isAvailable(action, context)}
      onSelect={() => action.run(context)}
      {...(keys && { keys })}
    >
      {words.label(action)}
    </MenuItem>
  )
}

function ThemeMenu() {
  const t = useT('board')
  const { pinned, pin } = useTheme()
  return (
    <Submenu icon={<ActionIcon name={`theme.${pinned ?? 'system'}`} />} label={t('menu.theme')}>
      <MenuChoice
        label={t('menu.theme')}
        value={pinned ?? 'system'}
        options={[
          { value: 'system', label: t('menu.themeSystem') },
          { value: 'paper', label: t('menu.themePaper') },
          { value: 'slate', label: t('menu.themeSlate') },
        ]}
        onChange={(theme) => pin(theme === 'system' ? null : theme)}
      />
    </Submenu>
  )
}

function LanguageMenu() {
  const t = useT('board')
  const [language, setLanguage] = useLanguage()
  return (
    <Submenu icon={<ActionIcon name="language" />} label={t('menu.language')}>
      <MenuChoice
        label={t('menu.language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
        onChange={setLanguage}
      />
    </Submenu>
  )
}
