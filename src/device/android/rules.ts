// Android's rules, by API level. Read in AOSP's sources of Android 8 to 16 (API levels 26 to 36), named by repository
// (android.googlesource.com/platform/…), file and function, and on the pages named by their titles.
import { makerSources } from '../../core/maker.ts'
import type { Row } from '../rule.ts'

const TELECOM = 'AOSP packages/services/Telecomm,'
const CONTACTS = 'AOSP packages/providers/ContactsProvider,'
const PERMISSION = 'AOSP packages/modules/Permission,'
const FRAMEWORK = 'AOSP frameworks/base,'
const PAGES = 'https://developer.android.com'

export const ANDROID_RULES: readonly Row[] = [
  {
    id: 'AND-01',
    from: 29,
    sentence:
      'The holder of the screening role is asked about each incoming call before the phone rings, unless the number is in the contacts.',
    source: `${TELECOM} CallsManager.java (setUpCallFilterGraph, onCallFilteringComplete)`,
  },
  {
    id: 'AND-02',
    from: 29,
    sentence: 'An app without the role is never asked about a call.',
    source: `${TELECOM} CallsManager.java (setUpCallFilterGraph)`,
  },
  {
    id: 'AND-03',
    from: 30,
    sentence:
      "About a number in the phone's contacts an app that may not read them is not asked; the phone rings all the same.",
    before: [
      [
        29,
        29,
        'The app is asked about incoming calls of contacts too, where the carrier has no screening app; about outgoing ones to contacts never.',
      ],
    ],
    source: `${TELECOM} callfiltering/CallScreeningServiceFilter.java (startFilterLookup); API 29: callfiltering/CallScreeningServiceController.java (bindCarrierService)`,
  },
  {
    id: 'AND-04',
    from: 30,
    sentence: 'An app that may read the contacts is asked about those numbers too.',
    before: [[29, 29, 'Whether the app may read the contacts makes no difference.']],
    source: `${TELECOM} callfiltering/CallScreeningServiceFilter.java (hasReadContactsPermission); API 29: callfiltering/CallScreeningServiceController.java`,
  },
  {
    id: 'AND-05',
    from: 31,
    sentence:
      'A contact who only shares the last digits with a number does not have it: the two must be the same line.',
    before: [[24, 30, 'The last digits are enough to be taken for a contact, when no contact has the number in full.']],
    source: `${CONTACTS} ContactsProvider2.java (queryLocal, PHONE_LOOKUP), PhoneLookupWithStarPrefix.java (removeNoMatchPhoneNumber); ${FRAMEWORK} PhoneNumberUtils.java (areSamePhoneNumber)`,
    switch: 'looseContactDigits',
  },
  {
    id: 'AND-06',
    from: 30,
    sentence:
      'Who has not answered five seconds after the filters began is not waited for: the call is allowed, and a later answer changes nothing.',
    before: [[29, 29, 'The same after four and a half seconds.']],
    source: `${TELECOM} Timeouts.java (getCallScreeningTimeoutMillis: call_screening_timeout), callfiltering/IncomingCallFilterGraph.java (performFiltering); API 29: callfiltering/CallScreeningServiceController.java (CALL_FILTERING_TIMED_OUT)`,
    switch: 'screeningTimeoutMs',
  },
  {
    id: 'AND-07',
    from: 29,
    sentence: "The phone rings only when the screening app has answered: its delay is the ring's.",
    source: `${TELECOM} CallsManager.java (onCallFilteringComplete)`,
    switch: 'screeningAnswerMs',
  },
  {
    id: 'AND-08',
    from: 30,
    sentence: 'A screening service that crashes, or gives no binder, lets the call through at once.',
    before: [[29, 29, 'One that crashes lets the call through at once; one that gives no binder is waited for.']],
    source: `${TELECOM} callfiltering/CallScreeningServiceFilter.java (onServiceDisconnected, onBindingDied, onNullBinding)`,
    switch: 'screeningCrashes',
  },
  {
    id: 'AND-09',
    from: 29,
    sentence:
      'About a withheld, unknown or payphone caller the screening app is asked without a handle, says the code; its documentation says that it is not asked.',
    source: `${TELECOM} CallsManager.java (setUpCallFilterGraph), ParcelableCallUtils.java (toParcelableCallForScreening); ${FRAMEWORK} CallScreeningService.java (onScreenCall, its comment)`,
    unverified: true,
    switch: 'withheldIsScreened',
  },
  {
    id: 'AND-10',
    from: 29,
    sentence: "The screening app is told neither SIM nor account, nor a caller's or contact's name.",
    source: `${TELECOM} ParcelableCallUtils.java (toParcelableCallForScreening)`,
  },
  {
    id: 'AND-11',
    from: 30,
    sentence: 'About a call that the block list, direct-to-voicemail or the carrier has stopped nobody else is asked.',
    before: [[29, 29, 'The app is asked at the same time as the block list: also about a call that this stops.']],
    source: `${TELECOM} CallsManager.java (setUpCallFilterGraph); API 29: callfiltering/IncomingCallFilter.java (performFiltering)`,
  },
  {
    id: 'AND-12',
    from: 29,
    sentence:
      "About calls of emergency services, other apps' own calls, and accounts that skip filters nobody is asked; about an outgoing emergency call the app is asked as about any other.",
    source: `${TELECOM} CallsManager.java (onSuccessfulIncomingCall, startOutgoingCall)`,
    switch: 'emergencyCallbackMs',
  },
  {
    id: 'AND-13',
    from: 29,
    sentence:
      'About an outgoing call the app is asked under the same rule, and its answer is ignored; the digits after a pause are left out when the contacts are looked in.',
    source: `${TELECOM} CallsManager.java (startOutgoingCall, bindForOutgoingCallerId)`,
  },
  {
    id: 'AND-14',
    from: 29,
    sentence:
      'A response that rejects, or keeps the call out of the list or the notifications, without disallowing is an IllegalStateException.',
    source: `${FRAMEWORK} CallScreeningService.java (CallResponse)`,
  },
  {
    id: 'AND-15',
    from: 29,
    sentence: 'A disallowed call sends no broadcast and no POST_CALL, and is listed as blocked even with skipCallLog.',
    source: `${TELECOM} CallsManager.java (onCallFilteringComplete), callfiltering/CallScreeningServiceFilter.java (disallowCall, packageTypeShouldAdd)`,
    switch: 'screeningDisallows',
  },
  {
    id: 'AND-16',
    from: 29,
    sentence: 'A silenced call is broadcast as ringing all the same.',
    source: `${TELECOM} CallsManager.java (onCallFilteringComplete)`,
    switch: 'screeningSilences',
  },
  {
    id: 'AND-17',
    from: 30,
    sentence:
      "A call never rings while one of the telephone's rings or is being dialled, and other apps' own calls do not count as such: it is listed as missed, and its POST_CALL says REJECTED.",
    before: [
      [
        24,
        29,
        "A call never rings while one of the telephone's rings or is being dialled, and other apps' own calls do not count as such: it is listed as missed.",
      ],
    ],
    source: `${TELECOM} CallsManager.java (onCallFilteringComplete, hasMaximumManagedRingingCalls, hasMaximumManagedDialingCalls, autoMissCallAndLog; up to API 30 rejectCallAndLog); AOSP packages/services/Telephony, DisconnectCauseUtil.java (INCOMING_REJECTED)`,
  },
  {
    id: 'AND-18',
    from: 30,
    sentence: "The dialer's own screening service is not asked while another app holds the role.",
    before: [[29, 29, 'Both are asked.']],
    source: `${TELECOM} CallsManager.java (setUpCallFilterGraph); API 29: callfiltering/CallScreeningServiceController.java (bindDefaultDialerAndUserChosenService)`,
  },
  {
    id: 'AND-20',
    from: 28,
    sentence: 'With phone and call log each change is broadcast twice, with and without the number, in either order.',
    before: [[24, 27, 'Each change is broadcast once, and the phone permission alone brings the number.']],
    source: `${FRAMEWORK} TelephonyRegistry.java (broadcastCallStateChanged)`,
  },
  {
    id: 'AND-21',
    from: 28,
    sentence: 'With phone alone it is broadcast once, without the number; without phone, not at all.',
    before: [[24, 27, 'Without phone it is not broadcast at all.']],
    source: `${FRAMEWORK} TelephonyRegistry.java (broadcastCallStateChanged)`,
  },
  {
    id: 'AND-22',
    from: 28,
    sentence:
      'Of a withheld caller the extra with the number is there, and null, says the code; its documentation says that it is an empty text.',
    before: [[24, 27, 'Of a withheld caller there is no extra.']],
    source: `${TELECOM} Call.java (setHandle), PhoneStateBroadcaster.java (sendPhoneStateChangedBroadcast); ${FRAMEWORK} TelephonyRegistry.java (broadcastCallStateChanged); ${PAGES}/reference/android/telephony/TelephonyManager#EXTRA_INCOMING_NUMBER (TelephonyManager)`,
  },
  {
    id: 'AND-23',
    from: 24,
    sentence:
      'Only the change from IDLE is sure to name the other end: to RINGING who calls, to OFFHOOK who is called.',
    source: `${PAGES}/reference/android/telephony/TelephonyManager#EXTRA_INCOMING_NUMBER (TelephonyManager)`,
  },
  {
    id: 'AND-24',
    from: 24,
    sentence: 'One state stands for all calls, RINGING before OFFHOOK before IDLE, and only its change is broadcast.',
    source: `${TELECOM} PhoneStateBroadcaster.java (updateStates, sendPhoneStateChangedBroadcast)`,
  },
  {
    id: 'AND-25',
    from: 24,
    sentence: 'A waiting call takes the state from OFFHOOK to RINGING and back.',
    source: `${TELECOM} PhoneStateBroadcaster.java (updateStates)`,
  },
  {
    id: 'AND-26',
    from: 26,
    sentence:
      "Another app's own call changes the state without a number: the extra with it is null. A call on another device does not change the state.",
    source: `${TELECOM} PhoneStateBroadcaster.java (sendPhoneStateChangedBroadcast, onCallAdded)`,
  },
  {
    id: 'AND-27',
    from: 24,
    sentence:
      'A stopped app gets no broadcast and runs no job until the user opens it. One that holds the role is asked about calls all the same, and is no longer stopped by it.',
    source: `${TELECOM} CallScreeningServiceHelper.java (bindCallScreeningService); ${FRAMEWORK} ActiveServices.java (bringUpServiceLocked), PackageManagerService.java (notifyComponentUsed); another intention, from Android 15: ${PAGES}/about/versions/15/behavior-changes-all (Changes to package stopped state)`,
    switch: 'stoppedRoleHolderIsBound',
  },
  {
    id: 'AND-28',
    from: 24,
    sentence:
      "Until a phone with a PIN or the like is unlocked for the first time after a restart no app runs: it is asked about no call, told of none, and runs no job, and the phone's own contacts name nobody.",
    source: `${PAGES}/privacy-and-security/direct-boot (Support Direct Boot mode); ${TELECOM} CallScreeningServiceHelper.java (bindCallScreeningService)`,
    switch: 'hasScreenLock',
  },
  {
    id: 'AND-30',
    from: 30,
    sentence:
      "POST_CALL comes once at the end of every call that was let through, missed ones and other apps' own calls too, or that was dialled and placed, to whoever held the role then; never for emergency calls.",
    source: `${TELECOM} CallsManager.java (maybeSendPostCallScreenIntent, onCallFilteringComplete, onSuccessfulOutgoingCall)`,
  },
  {
    id: 'AND-31',
    from: 30,
    sentence:
      'It gives the duration as under 3, under 60, under 120 seconds, or longer; what nobody answered counts as none.',
    source: `${TELECOM} CallsManager.java (maybeSendPostCallScreenIntent), Call.java (getAgeMillis)`,
  },
  {
    id: 'AND-32',
    from: 25,
    sentence: 'How a call ended decides what it is listed as; a cancelled one is not listed.',
    source: `${TELECOM} CallLogManager.java (onCallStateChanged, shouldLogDisconnectedCall)`,
  },
  {
    id: 'AND-33',
    from: 24,
    sentence:
      'A row appears in the call list some time after its call ended, and is read with the call log permission.',
    source: `${TELECOM} CallLogManager.java (onCallStateChanged, logCallAsync)`,
    switch: 'callLogDelayMs',
  },
  {
    id: 'AND-34',
    from: 24,
    to: 29,
    sentence: 'There is no POST_CALL, and the state alone does not tell a missed call from a rejected one.',
    source: `${PAGES}/reference/android/telecom/TelecomManager#ACTION_POST_CALL (TelecomManager)`,
  },
  {
    id: 'AND-35',
    from: 31,
    sentence:
      'The mode of the sound tells any app, without a permission, that a call is heard to ring, or that one goes on, and not whose; an app that runs is told of each change.',
    before: [[24, 30, 'It tells the same to an app that looks; nobody is told of a change.']],
    source: `${TELECOM} CallAudioModeStateMachine.java (RingingFocusState, SimCallFocusState, VoipCallFocusState); ${PAGES}/reference/android/media/AudioManager#addOnModeChangedListener(java.util.concurrent.Executor,%20android.media.AudioManager.OnModeChangedListener) (AudioManager, getMode)`,
  },
  {
    id: 'AND-40',
    from: 30,
    sentence: 'One denial leaves another request; a second is for good, and shows no dialog any more.',
    before: [
      [
        24,
        29,
        'A denial is for good only with "Don\'t ask again", which the second dialog has: a box, on Android 10 a button.',
      ],
    ],
    source: `${PAGES}/about/versions/11/privacy/permissions (Permissions updates in Android 11); ${PERMISSION} GrantPermissionsViewModel.kt (setUserFixed); API 29: AOSP packages/apps/PackageInstaller, GrantPermissionsActivity.java (DENIED_DO_NOT_ASK_AGAIN)`,
  },
  {
    id: 'AND-41',
    from: 24,
    sentence: 'Turning away from a dialog changes nothing.',
    source: `${PERMISSION} GrantPermissionsViewModel.kt (onPermissionGrantResult, CANCELED)`,
  },
  {
    id: 'AND-42',
    from: 30,
    sentence: '"Only this time" is not offered for phone, call log, contacts or notifications.',
    source: `${PERMISSION} PermissionMapping.kt (ONE_TIME_PERMISSION_GROUPS)`,
  },
  {
    id: 'AND-43',
    from: 24,
    sentence: 'The rationale is false before the first request and again when it is for good.',
    source: `${PAGES}/reference/android/app/Activity#shouldShowRequestPermissionRationale(java.lang.String) (Activity); ${PAGES}/about/versions/11/privacy/permissions (Permissions updates in Android 11)`,
  },
  {
    id: 'AND-44',
    from: 24,
    sentence:
      'With one permission of a group, the others of it are granted without a dialog; Android may regroup them, so nobody may rely on it.',
    source: `${PERMISSION} GrantPermissionsViewModel.kt (getGroupState); ${PAGES}/guide/topics/permissions/overview#groups (Permissions on Android)`,
    switch: 'groupGrantIsShared',
  },
  {
    id: 'AND-45',
    from: 29,
    sentence: `Who holds the role is told OK without a dialog; who may not have it, or was denied for good, CANCELED; the second dialog has "Don't ask again".`,
    source: `${PERMISSION} RequestRoleActivity.java (onCreate), RequestRoleFragment.java (onCreateDialog), UserDeniedManager.java`,
    switch: 'rolesAreRestricted',
  },
  {
    id: 'AND-46',
    from: 33,
    sentence:
      'With the role come the overlay, where the manifest asks for it, and the notifications; what came with it goes with it, and with the notifications the app is ended.',
    before: [
      [
        30,
        32,
        'With the role comes the overlay, where the manifest asks for it; it goes with the role, also where the user had granted it.',
      ],
      [29, 29, 'The role brings neither overlay nor notifications.'],
    ],
    source: `${PERMISSION} roles.xml (CALL_SCREENING), Role.java (grantAsUser, revokeAsUser), AppOpPermissions.java (revokeAsUser); API 29 and 30: AOSP packages/apps/PackageInstaller, res/xml/roles.xml, AppOpPermissions.java (revoke); ${PAGES}/about/versions/11/privacy/permissions (Permissions updates in Android 11)`,
  },
  {
    id: 'AND-47',
    from: 29,
    sentence: 'Another app can take the role at any time, and nobody tells the app.',
    source: `${PERMISSION} roles.xml (CALL_SCREENING, exclusive); ${PAGES}/reference/android/app/role/RoleManager#isRoleHeld(java.lang.String) (RoleManager)`,
  },
  {
    id: 'AND-48',
    from: 31,
    sentence:
      'Months without use take the permissions back and stop the app; being asked about a call is use, and what the role has granted stays, as does the role.',
    before: [[30, 30, 'Months without an open screen take the permissions back; being asked about a call is no use.']],
    source: `${PERMISSION} HibernationPolicy.kt (lastTimePackageUsed), AutoRevokePermissions.kt (isGrantedByRole); ${FRAMEWORK} ActiveServices.java (bringUpServiceLocked, APP_COMPONENT_USED); ${PAGES}/topic/performance/app-hibernation (App hibernation)`,
    switch: 'hibernationDropsRole',
  },
  {
    id: 'AND-49',
    from: 33,
    sentence: 'Without its permission a notification is dropped without a word.',
    source: `${FRAMEWORK} NotificationManagerService.java (areNotificationsEnabledForPackageInt, PostNotificationRunnable); ${PAGES}/develop/ui/views/notifications/notification-permission (Notification runtime permission)`,
  },
  {
    id: 'AND-50',
    from: 24,
    sentence: 'Without its special access an overlay fails, so the app must fall back to a notification.',
    source: `${FRAMEWORK} PhoneWindowManager.java (checkAddPermission), ViewRootImpl.java (setView); ${PAGES}/reference/android/provider/Settings#canDrawOverlays(android.content.Context) (Settings)`,
  },
  {
    id: 'AND-51',
    from: 29,
    sentence:
      'A screen is not opened from behind, and nothing says so, unless the app may draw over others or is visible.',
    source: `${PAGES}/guide/components/activities/background-starts (Restrictions on starting activities from the background)`,
  },
  {
    id: 'AND-52',
    from: 34,
    sentence: 'A full-screen intent that is not permitted comes as a heads-up.',
    before: [[29, 33, 'Every app whose manifest asks for full-screen intents may use them.']],
    source: 'https://source.android.com/docs/core/permissions/fsi-limits (Full-screen intent limits)',
    switch: 'fullScreenIntentAllowed',
  },
  {
    id: 'AND-53',
    from: 31,
    sentence: 'The window in front may hide overlays.',
    source: `${PAGES}/reference/android/view/Window#setHideOverlayWindows(boolean) (Window)`,
    switch: 'dialerHidesOverlays',
  },
  {
    id: 'AND-54',
    from: 31,
    sentence: 'A foreground service started from behind throws, but for the exemptions.',
    source: `${PAGES}/develop/background-work/services/fgs/restrictions-bg-start (Restrictions on starting a foreground service from the background)`,
  },
  {
    id: 'AND-55',
    from: 24,
    sentence:
      'A locked phone hides an overlay, unless its window is to be shown over the lock and the screen of the call stands over the lock.',
    source: `${FRAMEWORK} DisplayPolicy.java (shouldBeHiddenByKeyguard); up to API 28 PhoneWindowManager.java`,
  },
  {
    id: 'AND-60',
    from: 24,
    sentence:
      'A period under 15 minutes is raised to that; a flex to 5 minutes, or to 5 percent of the period if that is more.',
    source: `${FRAMEWORK} JobInfo.java (Builder.setPeriodic)`,
    switch: 'syncPeriodMs',
  },
  {
    id: 'AND-61',
    from: 24,
    sentence: 'A periodic job runs anywhere in the flex at the end of its period, or later; never twice in one period.',
    source: `${FRAMEWORK} JobSchedulerService.java (getRescheduleJobForPeriodic)`,
    switch: 'syncFlexMs',
  },
  {
    id: 'AND-62',
    from: 24,
    sentence:
      'In Doze a job waits for a maintenance window, and there is no network outside it; an app whose battery setting is "Unrestricted" is spared.',
    source: `${FRAMEWORK} DeviceIdleJobsController.java (updateTaskStateLocked); ${PAGES}/training/monitoring-device-state/doze-standby (Optimize for Doze and App Standby)`,
    switch: 'maintenanceEveryMs',
  },
  {
    id: 'AND-63',
    from: 33,
    sentence:
      "On the battery a bucket's jobs get ten minutes, and so many runs, in a rolling window: working set 10 runs in 4 hours, frequent 8 in 12, rare 3 in 24, restricted 1 in 24. Charging lifts all but the last.",
    before: [
      [29, 32, 'The same with windows of 2, 8 and 24 hours; the restricted bucket is there from API 30.'],
      [28, 28, 'A job runs once in 2 hours in the working set, once in 8 as frequent, once in 24 as rare.'],
    ],
    source: `${FRAMEWORK} QuotaController.java (QcConstants, isWithinQuotaLocked); ${PAGES}/topic/performance/power/power-details (Power management resource limits)`,
    switch: 'syncRunMs',
  },
  {
    id: 'AND-64',
    from: 28,
    sentence: 'With the battery setting "Restricted" the job never runs.',
    source: `${PAGES}/topic/performance/power/power-details (Power management resource limits)`,
  },
  {
    id: 'AND-65',
    from: 35,
    sentence:
      'Of a country formatNumberToE164 takes capital and small letters, and it needs none for a number with +; for an invalid number it gives nothing.',
    before: [
      [
        24,
        34,
        'It gives nothing for a national number whose country is in small letters, which is how Android gives it.',
      ],
    ],
    source: `${FRAMEWORK} PhoneNumberUtils.java (formatNumberToE164, formatNumberInternal)`,
  },
  {
    id: 'AND-66',
    from: 24,
    sentence: "Abroad the network's country changes, the SIM's does not.",
    source: `${PAGES}/reference/android/telephony/TelephonyManager#getNetworkCountryIso() (TelephonyManager)`,
  },
  {
    id: 'AND-67',
    from: 35,
    sentence:
      'A directory provider is asked only by a dialer that supports it, only without a contact, only while its app is not stopped; an exception is no name, and the first name wins.',
    before: [[24, 34, 'The same, but a stopped app is asked too.']],
    source: `AOSP packages/apps/Dialer, CallerInfoAsyncQuery.java (startQuery); ${CONTACTS} ContactsProvider2.java (queryDirectoryAuthority)`,
    switch: 'dialerAsksDirectories',
  },
  {
    id: 'AND-68',
    from: 24,
    sentence: 'Any app that may read contacts can ask a directory provider, not the dialer alone.',
    source:
      "https://developer.android.com/reference/android/provider/ContactsContract.Directory (CALLER_PACKAGE_PARAM_KEY: the contacts provider forwards any app's query and names the app, and the directory decides); seen in https://github.com/BioHazard786/Alternate/issues/22",
    switch: 'directoryAnswersAnyone',
  },
  {
    id: 'AND-70',
    from: 24,
    sentence:
      "On phones of some makers nothing starts an app but its user, unless the maker's own switch lets it start by itself: Autostart, Auto launch. A process that is there hears what any app's does.",
    source: makerSources('autostart'),
  },
  {
    id: 'AND-71',
    from: 24,
    sentence: "On phones of some makers an app's screen opens from behind only if the maker's own switch lets it.",
    source: makerSources('popups'),
  },
  {
    id: 'AND-72',
    from: 24,
    sentence:
      "A locked Xiaomi hides an app's windows, also those that are to be shown over the lock, unless its own switch lets them.",
    source: makerSources('lockScreen'),
  },
  {
    id: 'AND-73',
    from: 24,
    sentence:
      'A Samsung puts an app that drains the battery to sleep after about 3 days, and any after 16, if nobody opens it: a sleeping one has the restricted bucket, a deep sleeper runs only while it is in front, and its windows go when it leaves.',
    source: makerSources('sleep'),
    switch: 'appDrainsBattery',
  },
  {
    id: 'AND-74',
    from: 35,
    sentence:
      'The user cannot let an app that came from a file draw over others before "Allow restricted settings"; the screening role is not restricted, and brings that access by itself.',
    before: [
      [
        33,
        34,
        'Of an app that came from a file accessibility and notification access are restricted, and nothing else.',
      ],
    ],
    source: `${PERMISSION} EnhancedConfirmationService.java (PER_PACKAGE_PROTECTED_SETTINGS, isPackageEcmGuarded); API 33: ${FRAMEWORK} RestrictedLockUtilsInternal.java (ECM_KEYS)`,
  },
  {
    id: 'AND-75',
    from: 34,
    sentence:
      "The screening role is each user's: whoever holds it in a work profile is asked about no call but those of a SIM that was given to that profile, and told of no end: POST_CALL goes to the user in front.",
    before: [[29, 33, 'Whoever holds the role in a work profile is asked about no call, and told of no end.']],
    source: `${TELECOM} CallsManager.java (setUpCallFilterGraph, maybeSendPostCallScreenIntent), Call.java (getAssociatedUser), UserUtil.java (getAssociatedUserForCall); https://github.com/aj3423/SpamBlocker/issues/87 (SpamBlocker, issue 87)`,
  },
  {
    id: 'AND-76',
    from: 24,
    sentence:
      'The state of calls is broadcast to apps of a work profile too, but their call list stays empty, and before Android 11 no app is told that it is in one; while the profile is paused none of them runs, and when it goes on they are told as after a restart.',
    source: `${FRAMEWORK} TelephonyRegistry.java (broadcastCallStateChanged), CallLog.java (shouldHaveSharedCallLogEntries), UserController.java (finishUserUnlockedCompleted); ${PAGES}/work/managed-profiles (Work profiles); ${PAGES}/sdk/api_diff/30/changes/android.os.UserManager (isManagedProfile)`,
  },
  {
    id: 'AND-77',
    from: 24,
    sentence:
      'On a new phone that is set up from a backup the app has not run yet, holds no role and no special access, and has none of the files that it keeps out of backups; whether its permissions come with it is up to what did the transfer.',
    source: `${PERMISSION} BackupHelper.java (writeState, restoreState); ${PAGES}/identity/data/autobackup (Back up user data with Auto Backup)`,
    unverified: true,
    switch: 'restoreBringsPermissions',
  },
  {
    id: 'AND-78',
    from: 24,
    sentence:
      "Who is in the work profile's contacts is named by the phone as those of the personal profile are, and counts as one of the contacts, unless the employer forbids it.",
    source: `${CONTACTS} ContactsProvider2.java (queryPhoneLookupEnterprise, queryCorpLookupIfNecessary), EnterprisePolicyGuard.java (isCrossProfileAllowed); ${FRAMEWORK} CallerInfo.java (getCallerInfo)`,
    switch: 'workCallerIdDisabled',
  },
  {
    id: 'AND-79',
    from: 24,
    sentence:
      'Do Not Disturb takes only the sound from a call: it is screened, broadcast and listed as ever; and so it does from a notification.',
    source: `${TELECOM} DndCallFilter.java (startFilterLookup), Ringer.java (shouldRingForContact); ${PAGES}/reference/android/app/NotificationManager.Policy (NotificationManager.Policy)`,
  },
  {
    id: 'AND-80',
    from: 36,
    sentence:
      "From Android 16 QPR2 (API 36.1) on another app's own calls stand in the phone's call list, if that app wants it.",
    source: `${PAGES}/sdk/api_diff/36.1/changes/android.telecom.TelecomManager (TelecomManager, ACTION_CALL_BACK, EXTRA_UUID); https://learn.microsoft.com/en-us/dotnet/api/android.telecom.telecommanager.actioncallback (TelecomManager.ActionCallBack, after the SDK's documentation)`,
    unverified: true,
    switch: 'voipCallsListed',
  },
  {
    id: 'AND-81',
    from: 37,
    sentence:
      'From API 37.2 on a screening app may have the calls that it rejects listed as missed; so much its name says.',
    source: `${PAGES}/sdk/api_diff/37.2/changes/android.telecom.CallScreeningService.CallResponse.Builder (CallScreeningService.CallResponse.Builder, setRejectedAsMissed)`,
    unverified: true,
    switch: 'screeningRejectsAsMissed',
  },
  {
    id: 'AND-82',
    from: 24,
    sentence:
      "A row of the call list has the name that the phone's own contacts had for the caller when it was written; who may read the call log needs no other permission for it.",
    source: `${FRAMEWORK} CallLog.java (Calls.addCall, CACHED_NAME); ${TELECOM} CallLogManager.java (logCall)`,
  },
  {
    id: 'AND-83',
    from: 31,
    sentence: "Who holds the phone permission may look at the phone's state, and nobody else.",
    before: [[24, 30, "Any app may look at the phone's state, without a permission, and is not told of its changes."]],
    source: `${TELECOM} TelecomServiceImpl.java (getCallState, getCallStateUsingPackage); ${PAGES}/reference/android/telephony/TelephonyManager#getCallState() (TelephonyManager, getCallState)`,
  },
]
