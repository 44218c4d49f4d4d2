#include "perisphere/feed/envelope.hpp"

#include "hex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace perisphere::feed
{
namespace
{

constexpr std::size_t kKeyIdDigits = 64;

/// Takes a file apart from its front.
class Reader
{
public:
    Reader(std::string_view file, std::string_view fileName)
        : m_file(file)
        , m_fileName(fileName)
    {
    }

    [[nodiscard]] bool takeIf(std::string_view text)
    {
        if (!m_file.substr(m_at).starts_with(text))
            return false;
        m_at += text.size();
        return true;
    }
    [[nodiscard]] Result<> take(std::string_view text)
    {
        if (takeIf(text))
            return {};
        return fail(wrong(fmt::format("`{}`", text)));
    }
    [[nodiscard]] Result<> takeSignature(Envelope& envelope)
    {
        Envelope::Signed one;
        if (auto taken = take(R"({"keyid":")"); !taken)
            return taken;
        one.keyId = m_file.substr(m_at, kKeyIdDigits);
        std::array<std::uint8_t, kKeyIdDigits / 2> id{};
        if (!fromHex(one.keyId, id))
            return fail(wrong("64 hexadecimal digits in lower case"));
        m_at += kKeyIdDigits;
        if (auto taken = take(R"(","sig":")"); !taken)
            return taken;
        if (!fromHex(m_file.substr(m_at, 2 * one.signature.size()), one.signature))
            return fail(wrong("128 hexadecimal digits in lower case"));
        m_at += 2 * one.signature.size();
        envelope.signatures.push_back(std::move(one));
        return take(R"("})");
    }
    /// What is left, without the brace that ends the file, and a line end.
    [[nodiscard]] Result<> takeText(Envelope& envelope)
    {
        envelope.offset = m_at;
        envelope.text = m_file.substr(m_at);
        if (envelope.text.ends_with('\n'))
            envelope.text.remove_suffix(1);
        if (!envelope.text.starts_with('{') || !envelope.text.ends_with("}}"))
            return fail(wrong("an object, `{…}`, and `}` at the end of the file"));
        envelope.text.remove_suffix(1);
        return {};
    }
    [[nodiscard]] Error wrong(std::string expected) const
    {
        return Error{.code = ErrorCode::Invalid,
                     .message = "this is no metadata file of a feed",
                     .where = {.file = std::string(m_fileName), .offset = m_at},
                     .expected = std::move(expected)};
    }

private:
    std::string_view m_file;
    std::string_view m_fileName;
    std::size_t m_at = 0;
};

using Signatures = std::map<std::string, Signature>;

Result<> sign(std::string_view text, std::span<const PrivateKey* const> keys, Signatures& into)
{
    for (const PrivateKey* const key : keys) {
        const auto signature = key->sign(text);
        if (!signature)
            return fail(signature.error());
        into[key->publicKey().id()] = *signature;
    }
    return {};
}

std::string write(std::string_view text, const Signatures& signatures)
{
    std::string file = R"({"signatures":[)";
    for (const auto& [keyId, signature] : signatures)
        file += fmt::format(R"({}{{"keyid":"{}","sig":"{}"}})", file.ends_with('[') ? "" : ",",
                            keyId, toHex(signature));
    return fmt::format("{}],\"signed\":{}}}\n", file, text);
}

} // namespace

Result<Envelope> readEnvelope(std::string_view file, std::string_view fileName)
{
    Reader reader(file, fileName);
    Envelope envelope;
    if (auto taken = reader.take(R"({"signatures":[)"); !taken)
        return fail(taken.error());
    do {
        if (envelope.signatures.size() == kMaxSignatures) {
            Error error = reader.wrong(fmt::format("at most {} signatures", kMaxSignatures));
            error.code = ErrorCode::LimitExceeded;
            error.message = "there are too many signatures";
            return fail(std::move(error));
        }
        if (auto taken = reader.takeSignature(envelope); !taken)
            return fail(taken.error());
    } while (reader.takeIf(","));
    if (auto taken = reader.take(R"(],"signed":)"); !taken)
        return fail(taken.error());
    if (auto taken = reader.takeText(envelope); !taken)
        return fail(taken.error());
    return envelope;
}

Result<std::string> signEnvelope(std::string_view text, std::span<const PrivateKey* const> keys)
{
    Signatures signatures;
    if (auto isSigned = sign(text, keys, signatures); !isSigned)
        return fail(isSigned.error());
    return write(text, signatures);
}

Result<std::string> addSignatures(const Envelope& envelope, std::span<const PrivateKey* const> more)
{
    Signatures signatures;
    for (const Envelope::Signed& one : envelope.signatures)
        signatures[one.keyId] = one.signature;
    if (auto isSigned = sign(envelope.text, more, signatures); !isSigned)
        return fail(isSigned.error());
    return write(envelope.text, signatures);
}

} // namespace perisphere::feed
