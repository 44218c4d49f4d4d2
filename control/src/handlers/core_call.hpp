// Parameters that the methods on cores share.
#pragma once

#include "call.hpp"

#include <filesystem>

namespace perisphere::control
{

[[nodiscard]] inline unsigned coreOf(const Call& call)
{
    return call.params.at("core").get<unsigned>();
}

/// Of its parameter "elf". A relative path would be the device's, not the client's.
[[nodiscard]] inline Result<std::filesystem::path> elfOf(const Call& call)
{
    std::filesystem::path elf = call.params.value("elf", std::string());
    if (!elf.empty() && !elf.is_absolute())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "the path of the ELF file is relative",
                          .where = {.pointer = "/params/elf"},
                          .expected = "an absolute path",
                          .advice = {}});
    return elf;
}

} // namespace perisphere::control
