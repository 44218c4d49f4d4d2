// A metadata file: signatures, and the bytes that they are of.
//
// The whole is JSON, {"signatures":[{"keyid":"…","sig":"…"}],"signed":{…}}, but of one form only:
// the signatures come first, and what is signed are the bytes of "signed" as they stand there. So
// it is verified before anything of it is parsed.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/feed/key.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::feed
{

inline constexpr std::size_t kMaxSignatures = 16;

struct Envelope {
    struct Signed {
        std::string keyId; ///< 64 hexadecimal digits
        Signature signature{};
    };
    std::vector<Signed> signatures;
    std::string_view text;  ///< of "signed"; into the file's bytes
    std::size_t offset = 0; ///< of the text in the file
};

/// Looks at nothing but the form around the text. Errors carry the byte offset. `file` has to
/// outlive the envelope.
[[nodiscard]] Result<Envelope> readEnvelope(std::string_view file, std::string_view fileName);

/// The file of a text that each of the keys signs; in the order of the keys' ids.
[[nodiscard]] Result<std::string> signEnvelope(std::string_view text,
                                               std::span<const PrivateKey* const> keys);

/// The file with the signatures of `more` besides its own; a key's old one is replaced.
[[nodiscard]] Result<std::string> addSignatures(const Envelope& envelope,
                                                std::span<const PrivateKey* const> more);

} // namespace perisphere::feed
