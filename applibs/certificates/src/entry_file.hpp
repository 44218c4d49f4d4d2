// One entry of the certificate store as a file: a line that says what follows, then the certificate
// and its key in PEM, as programs read it that know nothing of the store.
#pragma once

#include "perisphere/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace perisphere::certificates
{

struct Entry {
    std::string certificate;        ///< PEM in lines; a chain may follow
    std::optional<std::string> key; ///< PKCS #8, not encrypted; none: a root CA
    std::size_t room = 0;           ///< what it takes of the store's: bytes as they were handed in
};

/// Corrupt when the file is not what writeEntry() leaves.
[[nodiscard]] Result<Entry> readEntry(const std::filesystem::path& path);

/// All or nothing; for the owner's eyes only.
[[nodiscard]] Result<> writeEntry(const std::filesystem::path& path, const Entry& entry);

} // namespace perisphere::certificates
