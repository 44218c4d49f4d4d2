// What a device asks a start server for, as a packet with descriptors.
#pragma once

#include "child_start.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace perisphere::device
{

/// Fits the socket's buffer, whose default is 208 KiB.
inline constexpr std::size_t kMaxStartRequest = std::size_t{128} * 1024;
inline constexpr std::size_t kMaxStartDescriptors = 24;

struct StartRequest {
    std::vector<std::byte> bytes;
    std::vector<int> descriptors; ///< of its sender
};

[[nodiscard]] StartRequest encodeStart(const ChildStart& start);

/// A start as its receiver has it.
class ReceivedStart
{
public:
    /// nullptr where the packet is none. @param descriptors of this process, which stay the
    /// caller's
    [[nodiscard]] static std::unique_ptr<ReceivedStart> decode(std::span<const std::byte> bytes,
                                                               std::span<const int> descriptors);
    ReceivedStart(const ReceivedStart&) = delete;
    ReceivedStart& operator=(const ReceivedStart&) = delete;

    [[nodiscard]] const ChildStart& start() const { return m_start; }
    [[nodiscard]] std::span<char* const> arguments() const { return m_arguments; }

private:
    ReceivedStart() = default;

    std::vector<std::string> m_texts; ///< which the pointers lead into
    std::vector<char*> m_arguments;   ///< and a null pointer
    std::vector<char*> m_environment;
    std::vector<OwnFile> m_files;
    std::vector<int> m_descriptors;
    ChildGuard m_guard;
    ChildStart m_start;
};

} // namespace perisphere::device
