'use client'

import { Suspense, useEffect, useMemo, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import type { ActionContext } from '../../lib/actions'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { PANEL } from '../ui/panel'
import { Toaster } from '../ui/toast'
import { TooltipGroup } from '../ui/tooltip'
import { useLeaveWarning } from '../hooks/use-leave-warning'
import { COMPACT, PHONE, useMedia } from '../hooks/use-media'
import { useShortcuts } from '../hooks/use-shortcuts'
import type { BoardProps } from './board'
import {
  BoardContext,
  useConnection,
  useEngine,
  usePanels,
  type BoardContextValue,
  type PanelState,
} from './board-context'
import type { BoardSession } from './board-session'
import { BoardTitle } from './board-title'
import { CanvasMenu } from './canvas-menu'
import { listenToClipboard } from './clipboard'
import { DropTarget } from './drop-target'
import { EmptyInvitation } from './empty-invitation'
import { FindPanel } from './find-panel'
import { LoadingProgress } from './loading-progress'
import { MenuButton } from './menu-button'
import { People } from './people'
import { SaveStateAnnouncer, SaveStateButton } from './save-state-button'
import { Share } from './share'
import { TextEditor } from './text-editor'
import { ToolBar } from './tool-bar'
import { DeviceBanner, FullBanner, TroubleBanner } from './trouble-banner'
import { useActionHost } from './use-action-host'
import { useImport } from './use-import'
import { useNotices } from './use-notices'
import { useRenameBoard } from './use-rename-board'
import { useSaveState } from './use-save-state'
import { HelpBar, ViewBar } from './view-bar'
import { useLoadParts } from '../hooks/use-load-parts'
import { lazyPart } from '../ui/lazy-part'

const ContextBar = lazyPart(() => import('./context-bar'))
const Announcements = lazyPart(() => import('./announcements'))
const NextShapeBar = lazyPart(() => import('./next-shape-bar'))
const HelpSheet = lazyPart(() => import('./help-sheet'))
const CommandPalette = lazyPart(() => import('./command-palette'))
const ExportPicture = lazyPart(() => import('./export-picture'))
const ImportReport = lazyPart(() => import('./import-report'))

/** Everything around the drawing of an open board. */
export function Interface({ session, ...props }: BoardProps & { session: BoardSession }) {
  const { boardId, name, role, linkRole } = props
  const { engine, document, connection, drawing } = session
  const [panels] = useState(() =>
    createStore<PanelState>(() => ({ open: null, isRenaming: false, sought: '', report: null })),
  )
  const files = useImport(session, panels)
  const host = useActionHost(boardId, linkRole, session, panels, files)
  const renameBoard = useRenameBoard(boardId)
  const context = useMemo<ActionContext>(() => ({ engine, host }), [engine, host])
  useShortcuts(context)
  useNotices(session)
  useEffect(
    () =>
      listenToClipboard({
        engine,
        onText: (text) => files.paste(text),
        onFiles: (pasted) => void files.import(pasted),
      }),
    [engine, files],
  )

  const value = useMemo<BoardContextValue>(
    () => ({
      boardId,
      pageName: name,
      pageRole: role,
      linkRole,
      document,
      engine,
      drawing,
      connection,
      panels,
      context,
      importFiles: (dropped, at) => void files.import(dropped, at),
      renameBoard,
    }),
    [
      boardId,
      name,
      role,
      linkRole,
      document,
      engine,
      drawing,
      connection,
      panels,
      context,
      files,
      renameBoard,
    ],
  )
  return (
    <BoardContext value={value}>
      <Layout />
      <Toaster />
    </BoardContext>
  )
}

function Layout() {
  const t = useT('board')
  const isCompact = useMedia(COMPACT)
  const isPhone = useMedia(PHONE)
  const { state, isBannerShown } = useSaveState()
  const isFinding = usePanels((panels) => panels.open === 'find')
  const isSelected = useEngine((engine) => engine.selection.length > 0)
  const isDrawing = useEngine(
    (engine) => engine.selection.length === 0 && engine.tool !== 'select' && engine.tool !== 'hand',
  )
  const isWriting = useEngine(({ busy }) => busy !== null)
  const isSafeToClose = useConnection((connection) => connection.isSafeToClose)
  useLeaveWarning(isWriting || !isSafeToClose)
  useLoadParts(useConnection((connection) => connection.isLoaded))
  return (
    <>
      <TooltipGroup>
        <CanvasMenu />
        <TextEditor />
        <EmptyInvitation />
        <div className="pointer-events-none absolute inset-0">
          <div className="absolute inset-x-3 top-3 flex items-start justify-between gap-2">
            <div
              role="group"
              aria-label={t('bar.board')}
              className={classes(PANEL, 'pointer-events-auto flex min-w-0 items-center gap-0.5 p-1')}
            >
              <MenuButton />
              <BoardTitle />
              <SaveStateButton state={state} />
            </div>
            <div
              role="group"
              aria-label={t('bar.people')}
              className={classes(PANEL, 'pointer-events-auto flex shrink-0 items-center gap-1 p-1')}
            >
              <People />
              <Share />
            </div>
          </div>
          <div className="absolute inset-x-3 top-[68px] flex flex-col items-center gap-2 pointer-coarse:top-[76px]">
            {isBannerShown && <TroubleBanner state={state} />}
            <FullBanner isHidden={isBannerShown} />
            <DeviceBanner isHidden={isBannerShown} />
            {isFinding && <FindPanel />}
          </div>
          {!isPhone && isSelected && (
            <Suspense>
              <ContextBar />
            </Suspense>
          )}
          <div className="absolute inset-x-3 bottom-3 flex flex-col items-center gap-2">
            <Suspense>
              {isPhone && isSelected && <ContextBar />}
              {isDrawing && <NextShapeBar />}
            </Suspense>
            <ToolBar />
          </div>
          {!isCompact && (
            <>
              <div className="absolute bottom-3 left-3">
                <ViewBar />
              </div>
              <div className="absolute right-3 bottom-3">
                <HelpBar />
              </div>
            </>
          )}
        </div>
        <LoadingProgress />
        <SaveStateAnnouncer state={state} />
        <Suspense>
          <Announcements />
        </Suspense>
        <DropTarget />
        <Dialogs />
      </TooltipGroup>
    </>
  )
}

/** Dialogs are loaded when they are first opened. */
function Dialogs() {
  const open = usePanels((state) => state.open)
  const hasReport = usePanels((state) => state.report !== null)
  return (
    <Suspense>
      {open === 'help' && <HelpSheet />}
      {open === 'palette' && <CommandPalette />}
      {open === 'picture' && <ExportPicture />}
      {hasReport && <ImportReport />}
    </Suspense>
  )
}
