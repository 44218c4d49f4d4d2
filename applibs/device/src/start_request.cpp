#include "start_request.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace perisphere::device
{
namespace
{

/// Both ends are of one build, on one machine.
struct Header {
    std::uint32_t arguments = 0;
    std::uint32_t environment = 0;
    std::uint32_t files = 0;
    std::int32_t parent = 0;
    std::uint64_t maxFileBytes = 0;
    std::uint8_t hasMaxFileBytes = 0;
    std::uint8_t canRaiseFileLimit = 0;
    std::uint8_t isGuarded = 0;
    std::uint8_t areFileCallsAsked = 0;
    std::uint8_t hasFileRules = 0;
    std::uint8_t unused[3] = {};
};

void appendText(std::vector<std::byte>& bytes, const char* text)
{
    const auto* const first = reinterpret_cast<const std::byte*>(text);
    bytes.insert(bytes.end(), first, first + std::strlen(text) + 1);
}

std::uint32_t appendTexts(std::vector<std::byte>& bytes, char* const* texts)
{
    std::uint32_t count = 0;
    for (; texts[count] != nullptr; ++count)
        appendText(bytes, texts[count]);
    return count;
}

/// All are terminated; nothing is left over.
std::optional<std::vector<std::string>> textsIn(std::span<const std::byte> bytes)
{
    std::vector<std::string> texts;
    const auto* at = reinterpret_cast<const char*>(bytes.data());
    const auto* const end = at + bytes.size();
    while (at != end) {
        const auto* const terminator = std::find(at, end, '\0');
        if (terminator == end)
            return std::nullopt;
        texts.emplace_back(at, terminator);
        at = terminator + 1;
    }
    return texts;
}

} // namespace

StartRequest encodeStart(const ChildStart& start)
{
    StartRequest request;
    Header header{.parent = start.parent,
                  .maxFileBytes = start.maxFileBytes.value_or(0),
                  .hasMaxFileBytes = static_cast<std::uint8_t>(start.maxFileBytes.has_value()),
                  .canRaiseFileLimit = static_cast<std::uint8_t>(start.canRaiseFileLimit),
                  .isGuarded = static_cast<std::uint8_t>(start.guard != nullptr),
                  .hasFileRules = static_cast<std::uint8_t>(start.fileRules >= 0)};
    std::vector<std::byte>& bytes = request.bytes;
    bytes.resize(sizeof header);
    appendText(bytes, start.workingDirectory);
    request.descriptors.push_back(start.messagePipe);
    if (start.fileRules >= 0)
        request.descriptors.push_back(start.fileRules);
    if (start.guard != nullptr) {
        header.areFileCallsAsked =
            static_cast<std::uint8_t>(start.guard->fileCalls == FileCalls::AreAsked);
        request.descriptors.push_back(start.guard->goAhead);
        appendText(bytes, start.guard->userMap);
        appendText(bytes, start.guard->groupMap);
        for (const OwnFile& file : start.guard->files) {
            appendText(bytes, file.source);
            appendText(bytes, file.target);
            ++header.files;
        }
    }
    header.arguments = appendTexts(bytes, start.arguments);
    header.environment = appendTexts(bytes, start.environment);
    request.descriptors.insert(request.descriptors.end(), start.descriptors.begin(),
                               start.descriptors.end());
    std::memcpy(bytes.data(), &header, sizeof header);
    return request;
}

std::unique_ptr<ReceivedStart> ReceivedStart::decode(std::span<const std::byte> bytes,
                                                     std::span<const int> descriptors)
{
    Header header;
    if (bytes.size() < sizeof header)
        return nullptr;
    std::memcpy(&header, bytes.data(), sizeof header);
    auto texts = textsIn(bytes.subspan(sizeof header));
    const bool isGuarded = header.isGuarded != 0;
    const std::uint64_t fixedTexts = isGuarded ? 3 : 1;
    const std::size_t fixedDescriptors =
        std::size_t{1} + (header.hasFileRules != 0 ? 1 : 0) + (isGuarded ? 1 : 0);
    if (!texts || descriptors.size() < fixedDescriptors || header.arguments == 0 ||
        texts->size() !=
            fixedTexts + 2 * std::uint64_t{header.files} + header.arguments + header.environment ||
        (!isGuarded && header.files != 0))
        return nullptr;

    std::unique_ptr<ReceivedStart> result(new ReceivedStart);
    result->m_texts = std::move(*texts);
    auto text = result->m_texts.begin();
    auto descriptor = descriptors.begin();
    ChildStart& start = result->m_start;
    start.workingDirectory = (text++)->c_str();
    start.messagePipe = *descriptor++;
    if (header.hasFileRules != 0)
        start.fileRules = *descriptor++;
    if (isGuarded) {
        ChildGuard& guard = result->m_guard;
        guard.goAhead = *descriptor++;
        guard.fileCalls =
            header.areFileCallsAsked != 0 ? FileCalls::AreAsked : FileCalls::PassUnseen;
        guard.userMap = (text++)->c_str();
        guard.groupMap = (text++)->c_str();
        for (std::uint32_t i = 0; i < header.files; ++i) {
            const char* const source = (text++)->c_str();
            result->m_files.push_back({source, (text++)->c_str()});
        }
        guard.files = result->m_files;
        start.guard = &guard;
    }
    const auto take = [&](std::vector<char*>& pointers, std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i)
            pointers.push_back((text++)->data());
        pointers.push_back(nullptr);
    };
    take(result->m_arguments, header.arguments);
    take(result->m_environment, header.environment);
    result->m_descriptors.assign(descriptor, descriptors.end());
    start.program = result->m_arguments.front();
    start.arguments = result->m_arguments.data();
    start.environment = result->m_environment.data();
    start.descriptors = result->m_descriptors;
    start.parent = header.parent;
    start.canRaiseFileLimit = header.canRaiseFileLimit != 0;
    if (header.hasMaxFileBytes != 0)
        start.maxFileBytes = header.maxFileBytes;
    return result;
}

} // namespace perisphere::device
