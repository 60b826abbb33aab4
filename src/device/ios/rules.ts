// The rules of iOS, by its versions. Read on the pages that they name.
import type { Row } from '../rule.ts'

const CALLKIT = 'https://developer.apple.com/documentation/callkit'
const ERRORS = `${CALLKIT}/cxerrorcodecalldirectorymanagererror-swift.struct (CXErrorCodeCallDirectoryManagerError); the codes: CXError.h of CallKit, in Apple's SDK of iOS`
const ARTICLE = `${CALLKIT}/identifying-and-blocking-calls (Identifying and blocking calls)`
const LIVE = 'https://developer.apple.com/documentation/livecommunicationkit'
const FORUMS = 'https://developer.apple.com/forums'

export const IOS_RULES: readonly Row[] = [
  {
    id: 'IOS-01',
    from: 10,
    sentence: 'After the installation the extension is off, and a reload fails with extensionDisabled (6).',
    source: ERRORS,
  },
  {
    id: 'IOS-02',
    from: 10,
    sentence: 'Only the user switches it on, in Settings; the app is not told.',
    source: `${CALLKIT}/cxcalldirectorymanager (CXCallDirectoryManager)`,
  },
  {
    id: 'IOS-03',
    from: 10.3,
    sentence: 'A reload while one runs fails with currentlyLoading (7).',
    source: ERRORS,
    switch: 'loadMs',
  },
  {
    id: 'IOS-04',
    from: 10,
    sentence:
      'A number lower than the one before is entriesOutOfOrder (3), an entry again duplicateEntries (4); whether the labels of the load before stay is not known.',
    source: `${ERRORS}; of one number with several labels: ${CALLKIT}/cxcalldirectoryextensioncontext/removeidentificationentry(withphonenumber:) (removeIdentificationEntry)`,
    unverified: true,
    switch: 'failedLoadKeepsLabels',
  },
  {
    id: 'IOS-05',
    from: 11,
    sentence:
      'A load that is not incremental, as the first one, gives the full list; a removal in one is unexpectedIncrementalRemoval (8).',
    source: `${CALLKIT}/cxcalldirectoryextensioncontext/isincremental (isIncremental)`,
  },
  {
    id: 'IOS-06',
    from: 11,
    sentence: 'Later loads are incremental or not as the system chooses, and the app must serve both.',
    source: `${CALLKIT}/cxcalldirectoryextensioncontext/isincremental (isIncremental)`,
    switch: 'loadsAreIncremental',
  },
  {
    id: 'IOS-07',
    from: 11,
    sentence: 'An incremental load changes only what it names; a removal takes every label of that number.',
    source: `${CALLKIT}/cxcalldirectoryextensioncontext/removeidentificationentry(withphonenumber:) (removeIdentificationEntry)`,
  },
  {
    id: 'IOS-08',
    from: 10,
    sentence: 'A full load replaces everything.',
    source: `${CALLKIT}/cxcalldirectoryextensioncontext/isincremental (isIncremental)`,
  },
  {
    id: 'IOS-09',
    from: 10,
    sentence: 'An extension beyond its memory (about 5 MB) is ended: loadingInterrupted (2).',
    source: 'https://github.com/chrisballinger/OpenCallBlock/issues/2 (OpenCallBlock, issue 2)',
    unverified: true,
    switch: 'memoryBudgetBytes',
  },
  {
    id: 'IOS-10',
    from: 10,
    sentence: 'More entries than the system takes are maximumEntriesExceeded (5); how many is not known.',
    source: ERRORS,
    unverified: true,
    switch: 'maximumEntries',
  },
  {
    id: 'IOS-11',
    from: 10,
    sentence:
      'An extension that is not there is noExtensionFound (1); codes outside the list occur, and must not make the app crash or loop.',
    source: `${ERRORS}; ${FORUMS}/thread/683963`,
    switch: 'loadErrorCode',
  },
  {
    id: 'IOS-12',
    from: 10,
    sentence:
      "The contacts' name comes first, then the first extension in the user's order that has the number, then the number.",
    source: `${ARTICLE}; https://support.apple.com/HT207099 (Use third-party apps to detect and block spam phone calls)`,
    switch: 'otherExtensionFirst',
  },
  {
    id: 'IOS-13',
    from: 10,
    sentence: 'When a call comes in no code of the app runs: the label is that of the last successful load.',
    source: ARTICLE,
  },
  {
    id: 'IOS-14',
    from: 10,
    sentence: 'A withheld number has no label: entries are found by number.',
    source: ARTICLE,
  },
  {
    id: 'IOS-15',
    from: 10,
    sentence: 'A missed call with a label is listed with it, says a CRM whose app does this; Apple does not say it.',
    source:
      'https://knowledge.hubspot.com/mobile/enable-caller-id-in-the-hubspot-mobile-app (Enable caller ID in the HubSpot mobile app)',
    unverified: true,
    switch: 'labelsInCallList',
  },
  {
    id: 'IOS-16',
    from: 26,
    sentence:
      'Screen Unknown Callers lets unknown callers ring, silences them, or answers for the user, asks the reason, and rings only then; whether a label spares its caller is not known.',
    before: [
      [
        13,
        18,
        'Silence Unknown Callers silences who is neither a contact nor was called before; whether a label spares its caller is not known.',
      ],
    ],
    source:
      "https://support.apple.com/111106 (Detect and block spam phone calls); iOS 26: https://www.numeracle.com/insights/ios-26-launch-update, which quotes Apple's release notes, https://allthings.how/how-to-turn-on-call-screening-on-iphone-ios-26",
    unverified: true,
    switch: 'labelledIsKnown',
  },
  {
    id: 'IOS-17',
    from: 10,
    sentence: 'CXCallObserver tells only an app that runs, and never the number.',
    source: `${CALLKIT}/cxcallobserver (CXCallObserver), ${CALLKIT}/cxcall (CXCall)`,
  },
  {
    id: 'IOS-18',
    from: 13,
    sentence:
      'A background refresh comes some time after its earliest date; not after a force-quit, in Low Power Mode or when switched off; after 30 seconds it is ended.',
    source: `https://developer.apple.com/documentation/backgroundtasks/bgtaskrequest/earliestbegindate (earliestBeginDate); https://developer.apple.com/documentation/uikit/uiapplication/backgroundrefreshstatus (backgroundRefreshStatus); ${FORUMS}/thread/685525 (iOS Background Execution Limits)`,
    switch: 'refreshDelayMs',
  },
  {
    id: 'IOS-19',
    from: 10,
    sentence: 'Signing out without an empty load leaves the labels in force.',
    source: `${FORUMS}/thread/772129`,
  },
  {
    id: 'IOS-20',
    from: 10,
    sentence:
      'Full international digits are compared; whether a call in national form finds its entry differs between systems.',
    source: `${FORUMS}/tags/callkit (Posts under CallKit tag: "Inconsistent Call Directory number matching across regions", 2025-10)`,
    unverified: true,
    switch: 'matchesNationalForm',
  },
  {
    id: 'IOS-21',
    from: 10,
    sentence: 'Switching the extension off and on makes iOS load it anew and in full, it seems.',
    source: `${CALLKIT}/cxcalldirectorymanager (CXCallDirectoryManager)`,
    unverified: true,
    switch: 'enablingLoads',
  },
  {
    id: 'IOS-22',
    from: 10,
    sentence:
      'Until the first unlock after a restart iOS cannot read the contacts and shows a number alone; whether it shows labels is not known.',
    source: 'https://news.ycombinator.com/item?id=33545941 (a report from the field)',
    unverified: true,
    switch: 'labelsBeforeUnlock',
  },
  {
    id: 'IOS-23',
    from: 26,
    sentence:
      'In the EU the user may make an app the default dialer app, if it has the entitlement com.apple.developer.dialing-app.',
    source: `${LIVE}/preparing-your-app-to-be-the-default-dialer-app (Preparing your app to be the default dialer app)`,
  },
  {
    id: 'IOS-24',
    from: 26,
    sentence:
      'The default dialer app reads the history of calls since it became that: handles, start, duration, direction, status; missed ones too.',
    source: `https://developer.apple.com/documentation/updates/defaultapps (Default apps updates, June 2025, Dialing apps); ${LIVE}/conversationhistorymanager/recentconversation (ConversationHistoryManager.RecentConversation)`,
  },
  {
    id: 'IOS-25',
    from: 26,
    sentence:
      'A change of the history is a message to observe within the app: one that does not run learns of it when it runs.',
    source: `${LIVE}/conversationhistorymanager/conversationhistorydidupdate (ConversationHistoryManager.ConversationHistoryDidUpdate)`,
  },
  {
    id: 'IOS-30',
    from: 26,
    sentence:
      'With Call Filtering, Unknown Callers, the calls of unknown numbers stand in a list of their own, outside Recents; whether they are silenced as well is told both ways.',
    source:
      'https://www.macobserver.com/tips/round-ups/difference-between-silence-unknown-callers-and-filter-unknown-callers/; https://support.intulse.com/articles/iphone-call-filtering-settings (iPhone call filtering settings)',
    unverified: true,
    switch: 'filteredAreSilenced',
  },
]
