// Passes each call on to Swift, and its answer back.
#import "RingsightModule.h"

#if __has_include(<react_native_ringsight/react_native_ringsight-Swift.h>)
#import <react_native_ringsight/react_native_ringsight-Swift.h>
#else
#import "react_native_ringsight-Swift.h"
#endif

// RingsightBridge.swift's type of the same name.
typedef void (^RingsightSettle)(id _Nullable answer, NSString *_Nullable problem);

@implementation RingsightModule {
  RingsightBridge *_bridge;
}

RCT_EXPORT_MODULE(Ringsight)

- (instancetype)init {
  if (self = [super init]) {
    _bridge = [RingsightBridge new];
  }
  return self;
}

static RingsightSettle settle(RCTPromiseResolveBlock resolve, RCTPromiseRejectBlock reject) {
  return ^(id _Nullable answer, NSString *_Nullable problem) {
    if (problem != nil) {
      reject(@"ringsight", problem, nil);
    } else {
      resolve(answer);
    }
  };
}

- (void)status:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge status:settle(resolve, reject)];
}

- (void)requestRole:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  resolve(@"unavailable");
}

- (void)requestPermissions:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  resolve(@{@"callLog" : @"unavailable", @"phone" : @"unavailable", @"notifications" : @"unavailable"});
}

- (void)openSettings:(NSString *)page resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge openSettings:page settle:settle(resolve, reject)];
}

- (void)signIn:(NSString *)workspaceHash resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge signIn:workspaceHash settle:settle(resolve, reject)];
}

- (void)signOut:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge signOut:settle(resolve, reject)];
}

- (void)setCallerId:(BOOL)isOn resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  resolve(nil);
}

- (void)setLogCalls:(BOOL)isOn resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  resolve(nil);
}

- (void)publishSnapshot:(NSString *)path resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge publishSnapshot:path settle:settle(resolve, reject)];
}

- (void)publishDelta:(NSString *)path resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge publishDelta:path settle:settle(resolve, reject)];
}

- (void)clearSnapshot:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge clearSnapshot:settle(resolve, reject)];
}

- (void)scheduleSync:(JS::NativeRingsight::NativeLastSync &)last
             resolve:(RCTPromiseResolveBlock)resolve
              reject:(RCTPromiseRejectBlock)reject {
  NSMutableDictionary *state = [NSMutableDictionary dictionary];
  if (auto at = last.lastSuccessAt()) state[@"lastSuccessAt"] = @(*at);
  if (auto at = last.lastAttemptAt()) state[@"lastAttemptAt"] = @(*at);
  if (auto wait = last.retryAfterMs()) state[@"retryAfterMs"] = @(*wait);
  if (NSString *failure = last.failure()) state[@"failure"] = failure;
  state[@"failures"] = @(last.failures());
  [_bridge scheduleSync:state settle:settle(resolve, reject)];
}

- (void)readEvents:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge readEvents:settle(resolve, reject)];
}

- (void)confirmEvents:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge confirmEvents:settle(resolve, reject)];
}

- (void)diagnostic:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge diagnostic:settle(resolve, reject)];
}

- (void)callerCandidates:(NSString *)e164
                 resolve:(RCTPromiseResolveBlock)resolve
                  reject:(RCTPromiseRejectBlock)reject {
  [_bridge callerCandidates:e164 settle:settle(resolve, reject)];
}

- (void)chooseCaller:(NSString *)e164
           contactId:(NSString *)contactId
             resolve:(RCTPromiseResolveBlock)resolve
              reject:(RCTPromiseRejectBlock)reject {
  [_bridge chooseCaller:e164 contactId:contactId settle:settle(resolve, reject)];
}

- (void)undoChoice:(NSString *)e164 resolve:(RCTPromiseResolveBlock)resolve reject:(RCTPromiseRejectBlock)reject {
  [_bridge undoChoice:e164 settle:settle(resolve, reject)];
}

- (void)teamWorkspace:(NSString *)address
                token:(NSString *)token
              resolve:(RCTPromiseResolveBlock)resolve
               reject:(RCTPromiseRejectBlock)reject {
  [_bridge teamWorkspace:address token:token settle:settle(resolve, reject)];
}

- (void)syncWithTeam:(NSString *)address
               token:(NSString *)token
             resolve:(RCTPromiseResolveBlock)resolve
              reject:(RCTPromiseRejectBlock)reject {
  [_bridge syncWithTeam:address token:token settle:settle(resolve, reject)];
}

- (void)sendToTeam:(NSString *)address
             token:(NSString *)token
           outcome:(NSString *)outcome
           resolve:(RCTPromiseResolveBlock)resolve
            reject:(RCTPromiseRejectBlock)reject {
  [_bridge sendToTeam:address token:token outcome:outcome settle:settle(resolve, reject)];
}

- (void)findInTeam:(NSString *)address
             token:(NSString *)token
            number:(NSString *)number
            region:(nullable NSString *)region
           resolve:(RCTPromiseResolveBlock)resolve
            reject:(RCTPromiseRejectBlock)reject {
  [_bridge findInTeam:address token:token number:number region:region settle:settle(resolve, reject)];
}

- (std::shared_ptr<facebook::react::TurboModule>)getTurboModule:
    (const facebook::react::ObjCTurboModule::InitParams &)params {
  return std::make_shared<facebook::react::NativeRingsightSpecJSI>(params);
}

@end
