// Programs that the firmware compiler has built, and what its own tools say of them.
#pragma once

#include "perisphere/base/file.hpp"
#include "perisphere/program/debug_info.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::program_test
{

inline std::string pathOf(const std::string& name)
{
    return std::string(PERISPHERE_FIRMWARE_FOLDER) + "/" + name + ".elf";
}

inline std::vector<std::byte> bytesOf(const std::string& name)
{
    return readBinaryFile(pathOf(name), program::kMaxProgramBytes).value();
}

inline program::DebugInfo infoOf(const std::string& name)
{
    return program::DebugInfo::parse(bytesOf(name), name + ".elf").value();
}

/// The lines that a command of the toolchain prints.
inline std::vector<std::string> linesOf(const std::string& command)
{
    const auto close = [](std::FILE* file) { ::pclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> output(::popen(command.c_str(), "r"), close);
    REQUIRE(output);
    std::vector<std::string> lines;
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), output.get()) != nullptr) {
        lines.emplace_back(buffer.data());
        lines.back().pop_back();
    }
    return lines;
}

} // namespace perisphere::program_test
