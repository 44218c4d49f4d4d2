#include "packet_table.hpp"

#include "packets/packets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace perisphere::debug
{
namespace
{

using Needs = PacketRow::Needs;

constexpr std::array kPackets = {
    PacketRow{"!", packets::extendedMode, Needs::Nothing},
    PacketRow{"?", packets::whyStopped, Needs::Nothing},
    PacketRow{"C", packets::goOnWithSignal},
    PacketRow{"D", packets::detach},
    PacketRow{"G", packets::writeRegisters, Needs::StoppedCore},
    PacketRow{"H", packets::setThread},
    PacketRow{"M", packets::writeHexMemory},
    PacketRow{"P", packets::writeRegister, Needs::StoppedCore},
    PacketRow{"QCatchSyscalls", packets::catchSystemCalls},
    PacketRow{"QPassSignals", packets::passSignals},
    PacketRow{"QStartNoAckMode", packets::noAckMode, Needs::Nothing},
    PacketRow{"R", packets::restart, Needs::Nothing},
    PacketRow{"S", packets::stepWithSignal},
    PacketRow{"T", packets::isThreadAlive},
    PacketRow{"X", packets::writeBinaryMemory},
    PacketRow{"Z", packets::insertPoint},
    PacketRow{"bc", packets::reverseGoOn},
    PacketRow{"bs", packets::reverseStep},
    PacketRow{"c", packets::goOn},
    PacketRow{"g", packets::readRegisters},
    PacketRow{"k", packets::kill, Needs::Nothing},
    PacketRow{"m", packets::readMemory},
    PacketRow{"p", packets::readRegister},
    PacketRow{"qAttached", packets::isAttached, Needs::Nothing},
    PacketRow{"qC", packets::currentThread},
    PacketRow{"qRcmd", packets::monitorCommand, Needs::Nothing},
    PacketRow{"qSupported", packets::supported, Needs::Nothing},
    PacketRow{"qThreadExtraInfo", packets::threadInformation},
    PacketRow{"qXfer", packets::transfer, Needs::Nothing},
    PacketRow{"qfThreadInfo", packets::firstThreads, Needs::Nothing},
    PacketRow{"qsThreadInfo", packets::moreThreads, Needs::Nothing},
    PacketRow{"s", packets::step},
    PacketRow{"vAttach", packets::attach, Needs::Nothing},
    PacketRow{"vCont", packets::resumeActions},
    PacketRow{"vCont?", packets::knownActions, Needs::Nothing},
    PacketRow{"vFile", packets::file, Needs::Nothing},
    PacketRow{"vKill", packets::killAndStay, Needs::Nothing},
    PacketRow{"vMustReplyEmpty", packets::mustReplyEmpty, Needs::Nothing},
    PacketRow{"vRun", packets::run, Needs::Nothing},
    PacketRow{"z", packets::removePoint},
};

/// Names of one letter are followed by their arguments without more ado.
std::string_view nameOf(std::string_view packet)
{
    switch (packet.empty() ? '\0' : packet.front()) {
    case 'b':
        return packet.substr(0, 2);
    case 'q':
    case 'Q':
    case 'v':
        return packet.substr(0, packet.find_first_of(":,;"));
    default:
        return packet.substr(0, 1);
    }
}

} // namespace

std::span<const PacketRow> packetTable()
{
    return kPackets;
}

Answer answerPacket(SessionState& state, std::string_view packet)
{
    const std::string_view name = nameOf(packet);
    const auto row = std::lower_bound(
        kPackets.begin(), kPackets.end(), name,
        [](const PacketRow& left, std::string_view right) { return left.name < right; });
    if (row == kPackets.end() || row->name != name)
        return "";
    if (row->needs != Needs::Nothing && !state.isAttached())
        return errorAnswer(state, ESRCH, "not attached to the core; attach to it first");
    if (row->needs == Needs::StoppedCore && !state.target().isStopped())
        return errorAnswer(state, EBUSY, "the core is running; stop it first");
    if (ProcessTarget* const process = state.process())
        process->selectThread(state.thread);
    return row->answer(state, packet.substr(name.size()));
}

} // namespace perisphere::debug
