#include "entry_file.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace perisphere::certificates
{
namespace
{

constexpr std::uint64_t kMaxFileBytes = 32'768;
constexpr const char* kHeadPattern = "perisphere-certificate 2 %5ld %5ld %5ld%n"; // key -1: none

Result<Entry> corrupt(const std::filesystem::path& path)
{
    return fail(Error{.code = ErrorCode::Corrupt,
                      .message = "the file is not as the store writes it",
                      .where = {.file = path.string()}});
}

} // namespace

Result<Entry> readEntry(const std::filesystem::path& path)
{
    const auto text = readTextFile(path, kMaxFileBytes);
    if (!text)
        return text.error().code == ErrorCode::LimitExceeded ? corrupt(path) : fail(text.error());
    long certificate = 0;
    long key = 0;
    long room = 0;
    int head = 0;
    const std::string line = text->substr(0, text->find('\n'));
    if (std::sscanf(line.c_str(), kHeadPattern, &certificate, &key, &room, &head) != 3 ||
        static_cast<std::size_t>(head) != line.size() || certificate < 0 || key < -1 || room < 0)
        return corrupt(path);
    const std::size_t certificateAt = line.size() + 1;
    const std::size_t keyAt = certificateAt + static_cast<std::size_t>(certificate);
    if (text->size() != keyAt + static_cast<std::size_t>(std::max(key, 0L)))
        return corrupt(path);
    Entry entry{.certificate = text->substr(certificateAt, keyAt - certificateAt),
                .key = {},
                .room = static_cast<std::size_t>(room)};
    if (key >= 0)
        entry.key = text->substr(keyAt);
    return entry;
}

Result<> writeEntry(const std::filesystem::path& path, const Entry& entry)
{
    const std::string head =
        fmt::format("perisphere-certificate 2 {} {} {}\n", entry.certificate.size(),
                    entry.key ? static_cast<long>(entry.key->size()) : -1, entry.room);
    return replaceFile(path, head + entry.certificate + entry.key.value_or(""), 0600);
}

} // namespace perisphere::certificates
