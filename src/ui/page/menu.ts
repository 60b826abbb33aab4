// Every page that is a list, as data: what it says and what its items do. The pages of one part of the phone share a file.
import { addressBookPage, savedPersonPage } from './address-book-pages.ts'
import {
  aroundPage,
  newPhonePage,
  processPage,
  roamingPage,
  roleDialogPage,
  signOutPage,
  timePage,
} from './around-pages.ts'
import { callListPage, contactPage, contactsPage, listedCallPage } from './contact-pages.ts'
import {
  callBacksPage,
  dialPage,
  draftPage,
  draftsPage,
  endedPage,
  homePage,
  notificationPage,
  notificationsPage,
  receivePage,
} from './home-pages.ts'
import { modelPage, simCountriesPage } from './model-pages.ts'
import { outboxPage, queuedPage } from './outbox-pages.ts'
import type { Menu, Place, Screen } from './page.ts'
import {
  abilitiesPage,
  appSettingsPage,
  callingPage,
  dialogPage,
  iosCallerIdPage,
  permissionPage,
  permissionsPage,
  rolePage,
  syncPage,
  systemSettingsPage,
} from './settings-pages.ts'

import { whoPage } from './who-page.ts'

/**
 * The page for a place as things stand.
 *
 * @param typed what stands in the page's line to type in
 */
export function buildMenu(place: Place, screen: Screen, typed: string): Menu {
  switch (place.name) {
    case 'home':
      return homePage(screen)
    case 'dial':
      return dialPage(screen.phone, typed)
    case 'receive':
      return receivePage(screen.phone, typed)
    case 'contacts':
      return contactsPage(screen, typed)
    case 'contact':
      return contactPage(screen, place.id)
    case 'call-list':
      return callListPage(screen)
    case 'listed-call':
      return listedCallPage(screen, place.callId)
    case 'notifications':
      return notificationsPage(screen.phone)
    case 'notification':
      return notificationPage(screen, place.id)
    case 'drafts':
      return draftsPage(screen)
    case 'call-backs':
      return callBacksPage(screen)
    case 'draft':
      return draftPage(screen, place.callId)
    case 'new-phone':
      return newPhonePage(screen)
    case 'sign-out':
      return signOutPage(screen)
    case 'outbox':
      return outboxPage(screen)
    case 'queued':
      return queuedPage(screen, place.callId)
    case 'ended':
      return endedPage(place)
    case 'app-settings':
      return appSettingsPage(screen.phone)
    case 'calling':
      return callingPage(screen.phone)
    case 'ios-caller-id':
      return iosCallerIdPage(screen.phone)
    case 'sync':
      return syncPage(screen)
    case 'abilities':
      return abilitiesPage(screen.phone)
    case 'system-settings':
      return systemSettingsPage(screen.phone)
    case 'role':
      return rolePage(screen.phone)
    case 'permissions':
      return permissionsPage(screen.phone)
    case 'permission':
      return permissionPage(screen.phone, place.permission)
    case 'dialog':
      return dialogPage(screen.phone, place.permission)
    case 'role-dialog':
      return roleDialogPage(place.canDenyAlways)
    case 'around':
      return aroundPage(screen)
    case 'roaming':
      return roamingPage(typed)
    case 'process':
      return processPage(screen.phone)
    case 'address-book':
      return addressBookPage(screen, typed)
    case 'saved-person':
      return savedPersonPage(screen, place.number)
    case 'time':
      return timePage()
    case 'model':
      return modelPage(screen)
    case 'who':
      return whoPage(screen, place)
    case 'sim-countries':
      return simCountriesPage(typed)
  }
}

/** What a line to type in begins with; null on a page without one. */
export function fieldAt(place: Place, { phone }: Screen): string | null {
  switch (place.name) {
    case 'sim-countries':
      return phone.handset.simCountries.join(' ')
    case 'roaming':
      return phone.conditions.networkCountry ?? ''
    case 'dial':
    case 'receive':
    case 'contacts':
    case 'address-book':
      return ''
    default:
      return null
  }
}
