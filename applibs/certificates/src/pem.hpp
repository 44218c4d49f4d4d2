// PEM texts as apps write them: also with the whole body on one line, or broken anywhere, which
// OpenSSL's own reader does not take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace perisphere::certificates
{

struct PemBlock {
    std::string label; ///< "CERTIFICATE", "EC PRIVATE KEY" ...
    std::string text;  ///< the block with its body in lines of 64 characters, ready for OpenSSL
};

/// The next block of `text` from `position` on, which is moved behind it. nullopt when there is
/// none that is complete. Text around blocks is skipped. A body with header lines (the encryption
/// of PKCS #1 keys) is left as it is.
[[nodiscard]] std::optional<PemBlock> nextPemBlock(std::string_view text, std::size_t& position);

/// The blocks of `text`, each as above, without what is around them.
[[nodiscard]] std::string pemBlocks(std::string_view text);

} // namespace perisphere::certificates
