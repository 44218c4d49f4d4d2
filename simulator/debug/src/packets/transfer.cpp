// qXfer: documents, in pieces.
#include "description_xml.hpp"
#include "hex.hpp"
#include "packet_frame.hpp"
#include "packets/packets.hpp"
#include "perisphere/debug/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace perisphere::debug::packets
{
namespace
{

struct Document {
    std::string_view object;
    std::string_view annex;
    std::string (*text)(Target& target);
    bool isOfProcess = false;
    bool isAnyAnnex = false;
};

std::string auxiliaryVector(Target& target)
{
    return target.process()->auxiliaryVector();
}
std::string executable(Target& target)
{
    return target.process()->executable();
}
std::string signalInformation(Target& target)
{
    return target.process()->signalInformation();
}
std::string features(Target& target)
{
    return targetDescriptionXml(target);
}
std::string memoryMap(Target& target)
{
    return memoryMapXml(target);
}

constexpr std::array kDocuments = {
    Document{"auxv", "", auxiliaryVector, true},
    Document{"exec-file", "", executable, true, true}, // the annex is the process' number
    Document{"features", "target.xml", features},
    Document{"memory-map", "", memoryMap},
    Document{"siginfo", "", signalInformation, true},
};

} // namespace

/// qXfer:object:read:annex:offset,bytes
Answer transfer(SessionState& state, std::string_view text)
{
    Arguments arguments(text);
    static_cast<void>(arguments.skip(':'));
    const std::string_view object = arguments.until(':');
    const std::string_view operation = arguments.until(':');
    const std::string_view annex = arguments.until(':');
    const bool hasProcess = state.process() != nullptr;
    const auto ofObject = [&](const Document& each) {
        return each.object == object && (hasProcess || !each.isOfProcess);
    };
    if (operation != "read" || std::none_of(kDocuments.begin(), kDocuments.end(), ofObject))
        return ""; // not known
    const auto document =
        std::find_if(kDocuments.begin(), kDocuments.end(), [&](const Document& each) {
            return ofObject(each) && (each.isAnyAnnex || each.annex == annex);
        });
    const auto offset = arguments.number();
    const auto bytes = arguments.skip(',') ? arguments.number() : std::nullopt;
    if (document == kDocuments.end() || !offset || !bytes)
        return errorAnswer(
            state, EINVAL,
            fmt::format("there is no \"{}\" of {} to read like this", annex, object));
    const std::string whole = document->text(state.target());
    if (*offset > whole.size())
        return errorAnswer(state, EINVAL, fmt::format("\"{}\" ends at {:#x}", annex, whole.size()));
    constexpr std::uint64_t kPieceBytes = kPacketBytes / 2; // if every one of them is escaped
    const std::string_view piece =
        std::string_view(whole).substr(*offset, std::min(*bytes, kPieceBytes));
    const bool isLast = *offset + piece.size() == whole.size();
    return (isLast ? "l" : "m") + escaped(piece);
}

} // namespace perisphere::debug::packets
