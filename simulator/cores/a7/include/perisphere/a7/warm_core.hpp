// A processor that has translated what programs begin with: their interpreter, which with musl is
// the C library as well. Made once, before processes are forked off that each run a program on it.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <memory>

namespace perisphere::a7
{

class WarmCore
{
public:
    /// Runs `program`, which does what many do, to its end. Its output is nobody's.
    [[nodiscard]] static Result<std::unique_ptr<WarmCore>>
    make(const std::filesystem::path& program, const std::filesystem::path& systemRoot,
         bool hasExactFaults);
    WarmCore(const WarmCore&) = delete;
    WarmCore& operator=(const WarmCore&) = delete;
    ~WarmCore();

    struct Parts;
    /// For one process. None where they are taken already, or differ in how exact they are.
    [[nodiscard]] std::unique_ptr<Parts> takeParts(bool hasExactFaults);

private:
    explicit WarmCore(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace perisphere::a7
