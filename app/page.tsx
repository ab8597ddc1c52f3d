import { Home } from '../components/home/home'
import { I18nProvider } from '../components/ui/i18n'
import { CATALOGUES } from './messages'
import { readPreferences } from './preferences'

export default async function HomePage() {
  const { language } = await readPreferences()
  return (
    <I18nProvider language={language} messages={{ home: CATALOGUES[language].home }}>
      <Home />
    </I18nProvider>
  )
}
