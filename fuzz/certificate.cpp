// Certificates and private keys that apps install: whatever comes, names are short enough for the
// API, and a key is the certificate's or refused.
//
// The input is PEM texts: the first is the certificate, the second, after a zero byte, the key, the
// third its password.

#include "pem_certificate.hpp"
#include "pem_private_key.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace perisphere;

namespace
{

/// Cuts off what is before the next zero byte.
std::string_view takeText(std::string_view& rest)
{
    const std::size_t end = rest.find('\0');
    const std::string_view text = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto certificate = certificates::readCertificate(takeText(rest).substr(0, 8192));
    if (certificate)
        if (const auto facts = certificates::factsOf(**certificate);
            facts && (facts->subject.size() > certificates::kMaxNameBytes ||
                      facts->issuer.size() > certificates::kMaxNameBytes))
            std::abort();
    const std::string_view keyText = takeText(rest).substr(0, 8192);
    std::optional<std::string_view> password;
    if (!rest.empty())
        password = rest.substr(0, 256);
    const auto key = certificates::readPrivateKey(keyText, password);
    if (certificate && key)
        std::ignore = certificates::checkKeyOf(**certificate, **key);
    return 0;
}
