// Bytes of a client of the control API: whatever comes, each line that goes back is one JSON
// message.

#include "../tests/control/fake_target.hpp"
#include "perisphere/control/description.hpp"
#include "perisphere/control/session.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace perisphere;

namespace
{

const control::Description& description()
{
    static const control::Description loaded = control::Description::load().value();
    return loaded;
}

void takeOutput(control::Session& session, std::string& unfinished)
{
    while (!session.output().empty()) {
        unfinished += session.output();
        session.sent(session.output().size());
    }
    for (std::size_t end = 0; (end = unfinished.find('\n')) != std::string::npos;) {
        if (!json::Value::accept(std::string_view(unfinished).substr(0, end)))
            std::abort();
        unfinished.erase(0, end + 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    test::FakeTarget target;
    control::SessionLimits limits;
    limits.lineBytes = 16384; // reached by the fuzzer
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const bool isTrusted = bytes.empty() || (bytes.front() & 1) != 0;
    control::Session session(description(), target, limits, isTrusted ? "" : "0123456789abcdef",
                             {});
    std::string output;
    const std::size_t piece = size > 4 ? size / 3 : size; // lines arrive in pieces
    while (!bytes.empty()) {
        session.receive(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
        do {
            session.work(8);
            session.notify();
            takeOutput(session, output);
        } while (session.canWork());
    }
    if (!output.empty())
        std::abort(); // a line without end
    return 0;
}
