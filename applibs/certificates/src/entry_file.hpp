// One entry of the certificate store as a file: a line that says what follows, then the texts as
// they were handed in.
#pragma once

#include "perisphere/base/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace perisphere::certificates
{

struct Entry {
    std::string certificate;        ///< PEM
    std::optional<std::string> key; ///< PEM; none: a root CA
    std::optional<std::string> password;

    /// What it takes of the store's room.
    [[nodiscard]] std::size_t size() const { return certificate.size() + (key ? key->size() : 0); }
};

/// Corrupt when the file is not what writeEntry() leaves.
[[nodiscard]] Result<Entry> readEntry(const std::filesystem::path& path);

/// All or nothing; for the owner's eyes only.
[[nodiscard]] Result<> writeEntry(const std::filesystem::path& path, const Entry& entry);

} // namespace perisphere::certificates
