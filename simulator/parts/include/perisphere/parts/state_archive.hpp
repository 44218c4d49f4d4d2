// Saving and restoring a part's state by one list of its fields.
#pragma once

#include "perisphere/engine/timer.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace perisphere::parts
{

/// A part names each field once; depending on the archive the field is written out or read back.
/// A field that cannot be read back keeps its value and the archive remembers the failure.
class StateArchive
{
public:
    virtual ~StateArchive() = default;

    [[nodiscard]] virtual bool isRestoring() const = 0;

    virtual void flag(std::string_view name, bool& value) = 0;
    virtual void number(std::string_view name, double& value) = 0;
    virtual void text(std::string_view name, std::string& value) = 0;
    virtual void bytes(std::string_view name, std::vector<std::uint8_t>& value) = 0;

    template <std::integral T>
    void integer(std::string_view name, T& value)
    {
        auto wide = static_cast<std::int64_t>(value);
        integer64(name, wide);
        if (!std::in_range<T>(wide))
            reject(name, "an integer that fits the field");
        else
            value = static_cast<T>(wide);
    }

    template <std::size_t N>
    void registers(std::string_view name, std::array<std::uint8_t, N>& value)
    {
        std::vector<std::uint8_t> copy(value.begin(), value.end());
        bytes(name, copy);
        if (copy.size() != N)
            reject(name, "as many bytes as there are registers");
        else
            std::copy(copy.begin(), copy.end(), value.begin());
    }

    /// A pending event, by the time that is left until it is due.
    void timer(std::string_view name, engine::Timer& timer);

protected:
    explicit StateArchive(engine::VirtualTime now)
        : m_now(now)
    {
    }
    virtual void integer64(std::string_view name, std::int64_t& value) = 0;
    virtual void reject(std::string_view name, std::string_view expected) = 0;

private:
    engine::VirtualTime m_now;
};

} // namespace perisphere::parts
