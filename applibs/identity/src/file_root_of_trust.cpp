#include "perisphere/identity/file_root_of_trust.hpp"

#include "p256.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <map>
#include <sstream>

namespace perisphere::identity
{
namespace
{

namespace fs = std::filesystem;

using Counters = std::map<std::string, std::uint64_t, std::less<>>;

constexpr std::uint64_t kMaxCounterFileBytes = 65'536;

/// Lines of a name and a value. A file that cannot be read is no reason to begin at 0 again.
Result<Counters> readCounters(const fs::path& path)
{
    const auto text = readTextFile(path, kMaxCounterFileBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return Counters();
    if (!text)
        return fail(text.error());
    Counters counters;
    std::istringstream in(*text);
    std::string name;
    std::uint64_t value = 0;
    while (in >> name >> value)
        counters[name] = value;
    if (in.eof() && (text->empty() || text->back() == '\n'))
        return counters;
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = fmt::format("\"{}\" is not a list of counters", path.string()),
                      .where = {.file = path.string()},
                      .expected = "lines of a name and a number"});
}

} // namespace

struct FileRootOfTrust::Data {
    fs::path countersFile;
    PkeyPtr key;
    std::vector<std::uint8_t> publicKey;
    std::string deviceId;
    Counters counters;
};

FileRootOfTrust::FileRootOfTrust(std::unique_ptr<Data> data)
    : m_data(std::move(data))
{
}

FileRootOfTrust::~FileRootOfTrust() = default;

Result<std::unique_ptr<FileRootOfTrust>>
FileRootOfTrust::open(const fs::path& folder, const std::optional<std::string>& seed)
{
    if (const auto made = makeOwnFolder(folder); !made)
        return fail(made.error().during("open the root of trust"));
    if (const auto removed = removeUnfinished(folder); !removed)
        return fail(removed.error().during("open the root of trust"));
    auto key = keyInFile(folder / "device.key", seed, "device identity");
    if (!key)
        return fail(key.error().during("open the root of trust"));
    auto publicKey = publicKeyOf(**key);
    if (!publicKey)
        return fail(publicKey.error().during("open the root of trust"));
    auto counters = readCounters(folder / "counters");
    if (!counters)
        return fail(counters.error().during("open the root of trust"));
    auto data = std::make_unique<Data>(Data{.countersFile = folder / "counters",
                                            .key = std::move(*key),
                                            .publicKey = std::move(*publicKey),
                                            .deviceId = {},
                                            .counters = std::move(*counters)});
    data->deviceId = deviceIdOf(data->publicKey);
    return std::unique_ptr<FileRootOfTrust>(new FileRootOfTrust(std::move(data)));
}

const std::string& FileRootOfTrust::deviceId() const
{
    return m_data->deviceId;
}

std::vector<std::uint8_t> FileRootOfTrust::publicKey() const
{
    return m_data->publicKey;
}

Result<std::vector<std::uint8_t>> FileRootOfTrust::sign(std::span<const std::uint8_t> digest)
{
    if (digest.size() < 20 || digest.size() > 64)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = fmt::format("a digest has {} bytes", digest.size()),
                          .expected = "20 to 64 bytes"});
    return signDigest(*m_data->key, digest);
}

Result<std::uint64_t> FileRootOfTrust::increase(std::string_view name)
{
    // The value counts when it is on the disk: a power cut may skip one, but never gives one twice.
    const auto found = m_data->counters.find(name);
    const std::uint64_t next = (found == m_data->counters.end() ? 0 : found->second) + 1;
    Counters counters = m_data->counters;
    counters[std::string(name)] = next;
    std::string text;
    for (const auto& [key, value] : counters)
        text += fmt::format("{} {}\n", key, value);
    if (const auto written = replaceFile(m_data->countersFile, text, 0600); !written)
        return fail(written.error().during("increase a counter"));
    m_data->counters = std::move(counters);
    return next;
}

const std::map<std::string, std::uint64_t, std::less<>>& FileRootOfTrust::counters() const
{
    return m_data->counters;
}

} // namespace perisphere::identity
