'use client'

import { useEffect, useState } from 'react'

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Files dropped anywhere on the page; true while some are held over it. */
export function useFileDrop(onDrop: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    /** Entering a child comes before leaving its parent: only the balance says whether the page was left. */
    let depth = 0
    const enter = (event: DragEvent) => {
      if (holdsFiles(event)) setOver(++depth > 0)
    }
    const leave = (event: DragEvent) => {
      if (holdsFiles(event)) setOver(--depth > 0)
    }
    const over = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault() // else the browser opens the file
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      onDrop([...(event.dataTransfer?.files ?? [])])
    }
    document.addEventListener('dragenter', enter)
    document.addEventListener('dragleave', leave)
    document.addEventListener('dragover', over)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragenter', enter)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('dragover', over)
      document.removeEventListener('drop', drop)
    }
  }, [onDrop])
  return isOver
}
