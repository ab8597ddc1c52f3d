/** How a binding is written for people: `⌘⇧Z` on a Mac, `Ctrl+Shift+Z` elsewhere. */

const MAC: Readonly<Record<string, string>> = {
  $mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Control: '⌃',
  Backspace: '⌫',
  Delete: '⌦',
  Enter: '↩',
}
const OTHER: Readonly<Record<string, string>> = { $mod: 'Ctrl' }
const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  BracketLeft: '[',
  BracketRight: ']',
  Equal: '+',
  Minus: '−',
  NumpadAdd: '+',
  NumpadSubtract: '−',
  Escape: 'Esc',
}

/** The parts of a binding, one per key cap. Words such as `Shift` are translated by `word`. */
export function keyLabels(binding: string, isMac: boolean, word: (key: string) => string): string[] {
  const parts = binding.split('+')
  // `Shift+?` types a question mark wherever the layout has it: the cap is the character alone.
  const shown = parts.at(-1) === '?' ? parts.slice(-1) : parts
  return shown.map((part) => {
    const system = isMac ? MAC[part] : OTHER[part]
    if (system) return system
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(part)?.[1]
    if (digit) return digit
    const letter = /^Key([A-Z])$/.exec(part)?.[1]
    if (letter) return letter
    if (NAMES[part]) return NAMES[part]
    return part.length === 1 ? part.toUpperCase() : word(part)
  })
}

/** The same on one line. */
export const keyLabel = (binding: string, isMac: boolean, word: (key: string) => string): string =>
  keyLabels(binding, isMac, word).join(isMac ? '' : '+')
