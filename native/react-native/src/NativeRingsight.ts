// The bridge as React Native's codegen reads it: what Kotlin and Swift implement. Optional values are null, events are JSON;
// native-caller-id.ts makes the app's interface of it.
import { type TurboModule, TurboModuleRegistry } from 'react-native'

export type NativeLoadError = {
  domain: string
  code: number
}

export type NativeMissing = {
  reason: string
  sentence: string
  fix: string
}

export type NativeStatus = {
  isSignedIn: boolean
  canShow: boolean | null
  role: string
  publishedGeneration: number | null
  appliedGeneration: number | null
  loadError: NativeLoadError | null
  retryAt: number | null
  missing: NativeMissing[]
}

export type NativePermissionAnswers = {
  callLog: string
  phone: string
  notifications: string
}

export type NativeLastSync = {
  lastSuccessAt: number | null
  lastAttemptAt: number | null
  failures: number
  failure: string | null
  retryAfterMs: number | null
}

export type NativeSent = {
  kind: string
  problem: string | null
}

export type NativeTeamCaller = {
  label: string
  deal: string | null
  contactIds: string[]
}

export type NativeOwner = {
  contactId: string
  name: string
  label: string
  isChosen: boolean
}

export interface Spec extends TurboModule {
  status(): Promise<NativeStatus>
  requestRole(): Promise<string>
  requestPermissions(): Promise<NativePermissionAnswers>
  openSettings(page: string): Promise<boolean>
  signIn(workspaceHash: string): Promise<void>
  signOut(): Promise<void>
  setCallerId(isOn: boolean): Promise<void>
  setLogCalls(isOn: boolean): Promise<void>
  publishSnapshot(path: string): Promise<string>
  publishDelta(path: string): Promise<string>
  clearSnapshot(): Promise<void>
  scheduleSync(last: NativeLastSync): Promise<void>
  readEvents(): Promise<string[]>
  confirmEvents(): Promise<void>
  diagnostic(): Promise<string>
  callerCandidates(e164: string): Promise<NativeOwner[]>
  chooseCaller(e164: string, contactId: string): Promise<boolean>
  undoChoice(e164: string): Promise<void>
  teamWorkspace(address: string, token: string): Promise<string | null>
  syncWithTeam(address: string, token: string): Promise<string>
  sendToTeam(address: string, token: string, outcome: string): Promise<NativeSent>
  findInTeam(address: string, token: string, number: string, region: string | null): Promise<NativeTeamCaller | null>
}

export default TurboModuleRegistry.getEnforcing<Spec>('Ringsight')
