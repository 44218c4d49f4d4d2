// Bytes of a debugger's client: whatever comes, what goes back is acks and packets, of bounded
// size, and the core is left as it was found when the client is gone.

#include "../tests/simulator/debug/fake_core.hpp"
#include "packet_frame.hpp"
#include "packet_reader.hpp"
#include "perisphere/debug/limits.hpp"
#include "perisphere/debug/remote_session.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace perisphere;

namespace
{

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void takeOutput(debug::RemoteSession& session)
{
    // One packet's answer beyond the bound: console output, which is the core's, comes in pieces.
    require(session.output().size() <= debug::kOutputBytes + std::size_t{1024} * 1024);
    debug::PacketReader reader;
    std::string_view rest = session.output();
    while (!rest.empty()) {
        const char first = rest.front();
        require(first == '+' || first == '-' || first == '$'); // nothing between packets
        const auto received = reader.next(rest);
        require(received.has_value());
        require(received->kind == debug::Received::Kind::Packet ||
                received->kind == debug::Received::Kind::Ack ||
                received->kind == debug::Received::Kind::Nack);
    }
    session.sent(session.output().size());
}

std::string withFrames(std::string_view lines)
{
    std::string bytes;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        bytes += line == "\x03" ? "\x03" : debug::frame(line);
    }
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    test::FakeCore core;
    debug::DebuggedCore shared(core);
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string framed = input.starts_with('=') ? withFrames(input.substr(1)) : std::string();
    std::string_view bytes = input.starts_with('=') ? framed : input;
    {
        debug::RemoteSession session(shared, [] {});
        const std::size_t piece =
            std::max<std::size_t>(bytes.size() / 3, 1); // packets arrive in pieces
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, piece);
            bytes.remove_prefix(part.size());
            session.receive(part);
            do {
                session.work();
                takeOutput(session);
            } while (session.canWork());
            core.runFor(50);
            takeOutput(session);
        }
    }
    require(core.debuggers == 0);
    require(core.setPoints() == 0);
    return 0;
}
