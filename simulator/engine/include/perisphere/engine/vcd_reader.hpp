// Value change dumps (IEEE 1364-2005, chapter 18): recordings of ours and of other tools.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/drive.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace perisphere::engine
{

struct VcdVariable {
    std::string name;       ///< with its scopes, joined by dots
    unsigned width = 1;     ///< bits
    bool isReal = false;    ///< of values then, whatever its width
    bool isInteger = false; ///< of whole numbers: wider than a bit
};

/// What is done with a dump as it is read. Times are nanoseconds, ascending.
class VcdVisitor
{
public:
    virtual ~VcdVisitor() = default;

    /// Variables are numbered in this order, from 0. Some may share all their changes.
    virtual void variable(const VcdVariable& variable) = 0;
    virtual void level(std::size_t variable, std::int64_t time, Level level) = 0;
    /// Unknown bits are 0.
    virtual void value(std::size_t variable, std::int64_t time, double value) = 0;
    /// The time that the dump ends with, as the last call.
    virtual void end(std::int64_t time) = 0;
};

/// Unknown ('x') levels are Floating. Errors have the byte's offset; what is in front of it has
/// been visited. @param fileName for errors
[[nodiscard]] Result<> readVcd(std::string_view text, const std::string& fileName,
                               VcdVisitor& visitor);

} // namespace perisphere::engine
