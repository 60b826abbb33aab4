// The app's entry: the caller ID of the phone that it runs on.
import { Platform } from 'react-native'
import type { CallerIdNative } from './caller-id.ts'
import NativeRingsight from './NativeRingsight.ts'
import { nativeCallerId } from './native-caller-id.ts'

export { registerBackgroundSync } from './background-sync.ts'
export * from './caller-id.ts'

export const callerId: CallerIdNative = nativeCallerId(NativeRingsight, Platform.OS === 'ios' ? 'ios' : 'android')
