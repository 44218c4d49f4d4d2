#include "method_table.hpp"

#include "handlers/handlers.hpp"
#include "perisphere/control/methods.hpp"

#include <algorithm>
#include <array>

namespace perisphere::control
{
namespace
{

constexpr std::array kMethods = {
    Method{"rpc.describe", rpcDescribe},
    Method{"rpc.authenticate", rpcAuthenticate},
    Method{"rpc.unsubscribe", rpcUnsubscribe},
    Method{"device.info", deviceInfo},
    Method{"device.unmodelled", deviceUnmodelled},
    Method{"device.shutdown", deviceShutdown},
    Method{"device.reset", deviceReset},
    Method{"time.get", timeGet},
    Method{"time.setMode", timeSetMode},
    Method{"time.pause", timePause},
    Method{"time.resume", timeResume},
    Method{"time.step", timeStep},
    Method{"time.watch", timeWatch},
    Method{"snapshot.list", snapshotList},
    Method{"snapshot.take", snapshotTake},
    Method{"snapshot.restore", snapshotRestore},
    Method{"snapshot.remove", snapshotRemove},
    Method{"part.list", partList},
    Method{"part.get", partGet},
    Method{"part.set", partSet},
    Method{"part.watch", partWatch},
    Method{"part.pixels", partPixels},
    Method{"bus.serve", busServe},
    Method{"pin.list", pinList},
    Method{"pin.get", pinGet},
    Method{"pin.owners", pinOwners},
    Method{"net.list", netList},
    Method{"board.get", boardGet},
    Method{"board.partTypes", boardPartTypes},
    Method{"board.check", boardCheck},
    Method{"signal.record", signalRecord},
    Method{"signal.stop", signalStop},
    Method{"signal.list", signalList},
    Method{"signal.read", signalRead},
    Method{"timeline.start", timelineStart},
    Method{"timeline.stop", timelineStop},
    Method{"timeline.read", timelineRead},
    Method{"serial.list", serialList},
    Method{"serial.read", serialRead},
    Method{"serial.send", serialSend},
    Method{"serial.watch", serialWatch},
    Method{"network.status", networkStatus},
    Method{"network.setClock", networkSetClock},
    Method{"wifi.addAccessPoint", wifiAddAccessPoint},
    Method{"wifi.removeAccessPoint", wifiRemoveAccessPoint},
    Method{"fault.list", faultList},
    Method{"fault.inject", faultInject},
    Method{"fault.clear", faultClear},
    Method{"upload.add", uploadAdd},
    Method{"app.install", appInstall},
    Method{"app.list", appList},
    Method{"app.status", appStatus},
    Method{"app.start", appStart},
    Method{"app.stop", appStop},
    Method{"app.remove", appRemove},
    Method{"app.memory", appMemory},
    Method{"app.permissions", appPermissions},
    Method{"app.watch", appWatch},
    Method{"app.log", appLog},
    Method{"app.watchLog", appWatchLog},
    Method{"update.offer", updateOffer},
    Method{"update.status", updateStatus},
    Method{"identity.status", identityStatus},
    Method{"identity.change", identityChange},
    Method{"core.list", coreList},
    Method{"core.registers", coreRegisters},
    Method{"core.memory", coreMemory},
    Method{"core.disassemble", coreDisassemble},
    Method{"core.stack", coreStack},
    Method{"core.interrupts", coreInterrupts},
    Method{"core.peripherals", corePeripherals},
    Method{"core.hold", coreHold},
    Method{"core.release", coreRelease},
    Method{"core.step", coreStep},
    Method{"core.stepBack", coreStepBack},
    Method{"core.history.start", coreHistoryStart},
    Method{"core.history.stop", coreHistoryStop},
    Method{"core.profile.start", coreProfileStart},
    Method{"core.profile.stop", coreProfileStop},
    Method{"core.profile.read", coreProfileRead},
    Method{"core.coverage", coreCoverage},
};

} // namespace

std::span<const Method> methodTable()
{
    return kMethods;
}

const Method* findMethod(std::string_view name)
{
    const auto* const found = std::find_if(kMethods.begin(), kMethods.end(),
                                           [&](const Method& one) { return one.name == name; });
    return found == kMethods.end() ? nullptr : found;
}

std::vector<std::string_view> implementedMethods()
{
    std::vector<std::string_view> names;
    names.reserve(kMethods.size());
    for (const Method& method : kMethods)
        names.push_back(method.name);
    return names;
}

} // namespace perisphere::control
