import type { Engine } from '../../lib/engine/api'
import { isInPanel, isTyping } from '../hooks/typing'

/**
 * The system clipboard, so that shapes go between boards and browsers. The copy, cut and paste events of the browser
 * are the main way: they ask for no permission and work on plain http, where `navigator.clipboard` does not exist.
 */

export interface ClipboardSink {
  readonly engine: Engine
  /** Text that a paste event or a menu brought. */
  readonly onText: (text: string) => void
  readonly onFiles: (files: readonly File[]) => void
}

/** Listen to the browser's clipboard events; returns the undo. */
export function listenToClipboard({ engine, onText, onFiles }: ClipboardSink): () => void {
  const isOurs = (event: ClipboardEvent) => !isTyping(event.target) && !isInPanel(event.target)
  const isTextSelected = () => getSelection()?.isCollapsed === false
  const canEdit = () => !engine.state.getState().isReadOnly

  function copy(event: ClipboardEvent): boolean {
    if (!isOurs(event) || isTextSelected()) return false
    const text = engine.copySelection()
    if (text === null) return false
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    return true
  }
  function cut(event: ClipboardEvent): void {
    if (canEdit() && copy(event)) engine.deleteSelection()
  }
  function paste(event: ClipboardEvent): void {
    if (!isOurs(event) || !canEdit()) return
    const data = event.clipboardData
    if (!data) return
    event.preventDefault()
    if (data.files.length > 0) onFiles([...data.files])
    else onText(data.getData('text/plain'))
  }

  const ending = new AbortController()
  document.addEventListener('copy', (event) => void copy(event), { signal: ending.signal })
  document.addEventListener('cut', cut, { signal: ending.signal })
  document.addEventListener('paste', paste, { signal: ending.signal })
  return () => ending.abort()
}

/** Put text on the clipboard from a click. False when the browser refuses both ways. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyThroughField(text)
  }
}

/** The way that works on plain http. */
function copyThroughField(text: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'fixed opacity-0'
  const focused = document.activeElement
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return isCopied
}

/** What is on the clipboard, or null when the browser does not let a page read it from a click. */
export async function readClipboardText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText()
  } catch {
    return null
  }
}
