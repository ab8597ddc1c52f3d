import { expect, test } from 'vitest'
import { REASONS } from '../../lib/formats/imported'
import en from '../../messages/en/board.json'
import fr from '../../messages/fr/board.json'

test('every reason of an import has its words in both languages, and no others', () => {
  const keys = Object.keys(REASONS).map((code) => `reason.${code}`)
  for (const catalogue of [en, fr])
    expect(
      Object.keys(catalogue)
        .filter((key) => key.startsWith('reason.'))
        .sort(),
    ).toEqual([...keys].sort())
})
