// The handlers of the methods, in the order of control_api.json.
#pragma once

#include "call.hpp"
#include "perisphere/control/volts.hpp"

namespace perisphere::control
{

using json::Value;

Result<Value> rpcDescribe(const Call& call);
Result<Value> rpcAuthenticate(const Call& call);
Result<Value> rpcUnsubscribe(const Call& call);
Result<Value> deviceInfo(const Call& call);
Result<Value> deviceUnmodelled(const Call& call);
Result<Value> deviceShutdown(const Call& call);
void deviceReset(const Call& call, Completion<Value> done);
Result<Value> timeGet(const Call& call);
Result<Value> timeSetMode(const Call& call);
Result<Value> timePause(const Call& call);
Result<Value> timeResume(const Call& call);
void timeStep(const Call& call, Completion<Value> done);
Result<Value> timeWatch(const Call& call);
Result<Value> snapshotList(const Call& call);
Result<Value> snapshotTake(const Call& call);
Result<Value> snapshotRestore(const Call& call);
Result<Value> snapshotRemove(const Call& call);
Result<Value> partList(const Call& call);
Result<Value> partGet(const Call& call);
Result<Value> partSet(const Call& call);
Result<Value> partWatch(const Call& call);
Result<Value> partPixels(const Call& call);
Result<Value> busServe(const Call& call);
Result<Value> pinList(const Call& call);
Result<Value> pinGet(const Call& call);
Result<Value> pinOwners(const Call& call);
Result<Value> netList(const Call& call);
Result<Value> boardGet(const Call& call);
Result<Value> boardPartTypes(const Call& call);
Result<Value> boardCheck(const Call& call);
Result<Value> signalRecord(const Call& call);
Result<Value> signalStop(const Call& call);
Result<Value> signalList(const Call& call);
Result<Value> signalRead(const Call& call);
Result<Value> timelineStart(const Call& call);
Result<Value> timelineStop(const Call& call);
Result<Value> timelineRead(const Call& call);
Result<Value> serialList(const Call& call);
Result<Value> serialRead(const Call& call);
Result<Value> serialSend(const Call& call);
Result<Value> serialWatch(const Call& call);
Result<Value> networkStatus(const Call& call);
Result<Value> networkSetClock(const Call& call);
Result<Value> wifiAddAccessPoint(const Call& call);
Result<Value> wifiRemoveAccessPoint(const Call& call);
Result<Value> faultList(const Call& call);
Result<Value> faultInject(const Call& call);
Result<Value> faultClear(const Call& call);
Result<Value> uploadAdd(const Call& call);
void appInstall(const Call& call, Completion<Value> done);
Result<Value> appList(const Call& call);
Result<Value> appStatus(const Call& call);
void appStart(const Call& call, Completion<Value> done);
void appStop(const Call& call, Completion<Value> done);
void appRemove(const Call& call, Completion<Value> done);
Result<Value> appMemory(const Call& call);
Result<Value> appPermissions(const Call& call);
Result<Value> appWatch(const Call& call);
Result<Value> appLog(const Call& call);
Result<Value> appWatchLog(const Call& call);
Result<Value> updateOffer(const Call& call);
Result<Value> updateStatus(const Call& call);
Result<Value> identityStatus(const Call& call);
Result<Value> identityChange(const Call& call);
Result<Value> coreList(const Call& call);
Result<Value> coreRegisters(const Call& call);
Result<Value> coreMemory(const Call& call);
Result<Value> coreDisassemble(const Call& call);
Result<Value> coreStack(const Call& call);
Result<Value> coreInterrupts(const Call& call);
Result<Value> corePeripherals(const Call& call);
Result<Value> coreHold(const Call& call);
Result<Value> coreRelease(const Call& call);
void coreStep(const Call& call, Completion<Value> done);
Result<Value> coreStepBack(const Call& call);
Result<Value> coreHistoryStart(const Call& call);
Result<Value> coreHistoryStop(const Call& call);
Result<Value> coreProfileStart(const Call& call);
Result<Value> coreProfileStop(const Call& call);
Result<Value> coreProfileRead(const Call& call);
Result<Value> coreCoverage(const Call& call);

} // namespace perisphere::control
