#include "held_key.hpp"
#include "p256.hpp"

#include <fmt/format.h>

namespace perisphere::keys
{
namespace
{

class FileKey final : public HeldKey
{
public:
    explicit FileKey(identity::PkeyPtr key)
        : m_key(std::move(key))
    {
    }
    [[nodiscard]] Result<std::vector<std::uint8_t>> publicKey() override
    {
        return identity::publicKeyOf(*m_key);
    }
    [[nodiscard]] Result<std::vector<std::uint8_t>> sign(const Digest& digest) override
    {
        return identity::signDigest(*m_key, digest);
    }

private:
    identity::PkeyPtr m_key;
};

} // namespace

Error noKey(const std::filesystem::path& file)
{
    return Error{.code = ErrorCode::NotFound,
                 .message = fmt::format("there is no key in \"{}\"", file.string()),
                 .where = {.file = file.string()},
                 .expected = {},
                 .advice = "\"perisphered identity create\" makes one"};
}

Result<std::unique_ptr<HeldKey>> openFileKey(const std::filesystem::path& file, bool mayCreate)
{
    std::error_code ignored;
    if (!mayCreate && !std::filesystem::exists(file, ignored))
        return fail(noKey(file));
    auto key = identity::keyInFile(file, std::nullopt, "device identity");
    if (!key)
        return fail(key.error());
    return std::make_unique<FileKey>(std::move(*key));
}

} // namespace perisphere::keys
