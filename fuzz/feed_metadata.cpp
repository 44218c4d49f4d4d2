// Metadata of an update feed: an envelope gives a part of the file's bytes, and what was parsed is
// the same when it is written and parsed again. What a device keeps of its feed likewise.

#include "perisphere/feed/metadata.hpp"
#include "perisphere/feed/trust_state.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace perisphere;

namespace
{

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Writing what was read is a fixed point: members that are not known are gone after the first.
template <class T>
void check(const Checked<T>& parsed, Checked<T> (*parse)(const feed::Envelope&, std::string_view))
{
    if (!parsed.ok())
        return;
    const std::string text = feed::write(*parsed.value);
    const auto again = parse({.signatures = {}, .text = text}, "again");
    require(again.ok() && feed::write(*again.value) == text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    if (const auto state = feed::parseTrustState(file, "state"); state.ok())
        require(feed::parseTrustState(feed::write(*state.value), "again").value == *state.value);
    const auto envelope = feed::readEnvelope(file, "input");
    if (!envelope)
        return 0;
    require(envelope->text.size() < size &&
            envelope->text.data() == file.data() + envelope->offset);
    check(feed::parseRoot(*envelope, "input"), feed::parseRoot);
    check(feed::parseTimestamp(*envelope, "input"), feed::parseTimestamp);
    check(feed::parseSnapshot(*envelope, "input"), feed::parseSnapshot);
    check(feed::parseTargets(*envelope, "input"), feed::parseTargets);
    return 0;
}
