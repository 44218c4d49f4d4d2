// The address of a host, looked up without waiting.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <uv.h>

namespace perisphere::target
{

/// Destroying it forgets the question.
class HostLookup
{
public:
    using Done = std::function<void(std::optional<std::uint32_t>)>;

    /// Calls on the loop, at the earliest from its next turn. Host byte order; nullopt: no address
    /// is to be had. An address in place of a name is its own.
    HostLookup(uv_loop_t& loop, const std::string& host, Done done);
    HostLookup(const HostLookup&) = delete;
    HostLookup& operator=(const HostLookup&) = delete;
    ~HostLookup();

private:
    struct Question;
    std::shared_ptr<Done> m_done; ///< the question, which outlives this, has it weakly
};

} // namespace perisphere::target
