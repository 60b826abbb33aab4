// The TurboModule for iOS: Objective-C++ because React Native's generated protocol is; the work is RingsightBridge.swift's.
#import <RingsightSpec/RingsightSpec.h>

NS_ASSUME_NONNULL_BEGIN

@interface RingsightModule : NSObject <NativeRingsightSpec>
@end

NS_ASSUME_NONNULL_END
